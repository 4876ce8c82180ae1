"""The stacks of this repository, for `cdktf synth`; `relinfra synth` writes the same without the team's own."""

import relinfra

app = relinfra.ReleaseApp(relinfra.load("relinfra.yaml"))
# Stacks and constructs of your own go here; app.environments["production"].network.vpc_id is an output they can read.
app.synth()
