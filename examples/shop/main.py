"""The stacks of this repository: what `relinfra synth`, `relinfra build` and `cdktf synth` make."""

import relinfra

app = relinfra.ReleaseApp(relinfra.load("relinfra.yaml"))
# Stacks and constructs of your own go here; app.environments["production"].network.vpc_id is an output they can read.
app.synth()
