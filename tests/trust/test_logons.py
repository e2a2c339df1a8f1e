"""Where a password does not go."""

import checks
import forms
import pytest
from faults import Fault
from judge import outcome, read
from lab import Lab
from matrix import Stand

BASIC_ALONE = {"front": {"schemes": ['Basic realm="mail.lab.test"']}}


@pytest.mark.parametrize("words, is_sent", [
    ((), False), (("--auth", "basic"), True)], ids=str)
@pytest.mark.parametrize("program", ["check_oa_tunnel", "check_oa_rpcproxy"])
def test_basic_without_tls(program, words, is_sent):
    """It is the password itself, so that somebody must have said that it may."""
    with Lab("healthy", **BASIC_ALONE) as lab:
        result = checks.run(program, lab, "--no-tls", "-p", str(lab.http), *words)
        accepted = [record for record in lab.log() if record["result"] == "good"]
    assert bool(accepted) == is_sent, result.told
    # The proxy that takes it is a finding of its own.
    assert (forms.of_text(result).state in ("OK", "WARNING")) == is_sent, result.told


def test_back_end_that_turns_strange():
    """The look at its certificate was good, the one before the logon is not."""
    with Stand("backend", 1) as stand:
        result = outcome(stand.run(Fault("backend:tls", 2, "certificate", "expired")))
        assert read(result) == ("WARNING", "backend-cert-untrusted"), result.told
        assert "another one on a second connection" in result.out
        assert stand.has_struck and not stand.has_leaked
