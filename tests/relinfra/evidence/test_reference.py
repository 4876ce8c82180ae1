from relinfra.evidence.reference import Reference, references


def test_finds_resources_data_sources_locals_and_outputs() -> None:
    """Everything an expression points at is found once, whatever functions stand around it."""
    arn = '${join("", aws_db_instance.main.master_user_secret[*].secret_arn)}'
    text = f"{arn}/${{data.aws_route53_zone.web.zone_id}}${{local.x}}"
    assert references(text) == (
        Reference("aws_db_instance", "main"),
        Reference("data.aws_route53_zone", "web"),
        Reference("local", "x"),
    )


def test_tells_outputs_of_other_stacks_from_resources_here() -> None:
    """The name of a remote output contains a resource's, which is not in this stack."""
    text = "${data.terraform_remote_state.cross-stack-reference-input-a.outputs.cross-stack-output-aws_vpcmainid}"
    output = Reference("output", "cross-stack-output-aws_vpcmainid", "cross-stack-reference-input-a")
    assert references(text) == (output,)


def test_ignores_text_and_escaped_templates() -> None:
    """Only what Terraform evaluates is a reference."""
    assert references("aws_vpc.main") == ()
    assert references("$${aws_vpc.main.id}") == ()
    assert references('${upper("aws_vpc.main")}') == ()
