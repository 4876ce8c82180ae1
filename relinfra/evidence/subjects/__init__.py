"""One subject of the infrastructure a file: each reads its resources and writes its facts down."""
