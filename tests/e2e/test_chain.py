"""check_oa: one command, one verdict, as few connections as can be."""

import checks
import pytest
from lab import Lab

CHAIN = "check_oa"
ALONE = ("--no-mapihttp", "--no-autodiscover")


def handshakes(result):
    """How many connections a run has opened, by its transcript."""
    return sum(line.startswith("connected to ") for line in
               result.document["transcript"])


def hops_of(result):
    """Hops in the order shown."""
    return [hop["hop"] for hop in result.document["hops"]]


def run_json(lab, *words):
    """A run whose JSON has a transcript."""
    return checks.run(CHAIN, lab, "-vvv", "--output", "json", *words)


@pytest.mark.parametrize(("endpoints", "most"), [("6001", 3), ("6001,6002,6004", 7)])
def test_no_more_handshakes_than_tunnels_need(endpoints, most):
    with Lab("healthy") as lab:
        result = run_json(lab, *ALONE, "-e", endpoints)
    assert result.status == 0, result.told
    assert handshakes(result) <= most, result.told


def test_later_connections_continue_the_session():
    with Lab("chain-tickets") as lab:
        result = run_json(lab, *ALONE, "-S", lab.server)
    resumed = [line for line in result.document["transcript"]
               if "session resumed" in line]
    assert result.status == 0, result.told
    assert resumed, result.told


def test_everything_shares_one_logon():
    with Lab("chain-healthy") as lab:
        result = run_json(lab)
        assert lab.bad_logons == 0
    accepted = [hop for hop in result.hops("auth") if "accepted" in hop["text"]]
    assert result.status == 0 and accepted, result.told


def test_branches_stand_behind_the_main_chain_in_any_run():
    """Whichever thread is faster, the report reads the same."""
    with Lab("chain-healthy") as lab:
        orders = [hops_of(run_json(lab)) for _ in range(4)]
    assert all(order == orders[0] for order in orders[1:])
    main = orders[0].index("mailbox")
    assert all(orders[0].index(name) > main for name in ("autodiscover", "mapihttp"))


def test_a_section_of_an_ini_file_is_a_target(tmp_path):
    with Lab("healthy") as lab:
        password = tmp_path / "password"
        password.write_text(lab.password + "\n")
        password.chmod(0o600)
        ini = tmp_path / "oa.ini"
        ini.write_text(
            f"[mail]\nhostname = {lab.host}\naddress = {lab.address}\n"
            f"port = {lab.port}\nca-file = {lab.ca}\nserver = {lab.server}\n"
            f"username = {lab.user}\npassword-file = {password}\n"
            "no-mapihttp =\n")
        result = checks.run_words(CHAIN, f"--extra-opts=mail@{ini}")
    assert result.status == 0, result.told
    assert result.lines[0].startswith("OA CHAIN OK: "), result.told


def test_autodiscover_by_the_user_name_of_a_credentials_file(tmp_path):
    with Lab("chain-healthy") as lab:
        file = tmp_path / "credentials"
        file.write_text(f"username=alice@lab.test\npassword={lab.password}\n")
        file.chmod(0o600)
        words = lab.arguments()
        words = words[words.index("--resolver"):]
        result = checks.run_words(
            CHAIN, "-H", lab.host, "-I", lab.address, "-p", str(lab.port),
            "--ca-file", lab.ca, "--credentials-file", str(file), *words)
    assert result.status == 0, result.told
    assert any(line.startswith("[OK] autodiscover settings: alice@lab.test")
               for line in result.lines), result.told


@pytest.mark.parametrize("name", ["chain-mapihttp-suffices", "outside-only-failure"])
def test_a_turn_of_the_lockout_budget_is_handed_on(name, tmp_path):
    """A part that logs on after the main chain does not wait for its lock."""
    with Lab(name) as lab:
        result = checks.run(CHAIN, lab, "-S", lab.server, "--state-dir", tmp_path)
        assert lab.bad_logons == 0
    expected = lab.scenario["expect"]
    assert f"{expected['state']} [{expected['code']}]" in result.lines[0], result.told
    assert "locked" not in result.out, result.told


def test_a_refusal_behind_the_main_chain_leaves_its_mark(tmp_path):
    """Nor does the turn that was handed on forget what came of it."""
    with Lab("chain-mapihttp-suffices", account={"given": "wrong"}) as lab:
        words = ("-S", lab.server, "--state-dir", tmp_path)
        for _ in range(2):
            result = checks.run(CHAIN, lab, *words)
        assert lab.bad_logons == 1, lab.log()
    assert "auth-budget-used" in result.out, result.told


def test_no_tunnel_is_no_health_without_credentials():
    with Lab("chain-healthy", without=["user"]) as lab:
        result = checks.run(CHAIN, lab, password=False)
    assert result.lines[0].startswith("OA CHAIN UNKNOWN [missing-credentials]"), (
        result.told)


def test_a_hanging_autodiscover_leaves_time_for_the_tunnel():
    rule = {"when": {"path": "/autodiscover"}, "action": "hang"}
    with Lab("chain-healthy", rule=[rule]) as lab:
        result = checks.run(CHAIN, lab, "-S", lab.server, "-t", "8")
    assert "[autodiscover-no-method]" in result.lines[0], result.told
    assert any(line.startswith("[OK] endpoint 6001") for line in result.lines), (
        result.told)
    assert "deadline" not in result.out, result.told


def test_autodiscover_that_takes_its_time_is_waited_for():
    with Lab("chain-healthy", front={"delay": 0.6}) as lab:
        result = checks.run(CHAIN, lab, "-S", lab.server, "-t", "12")
    assert result.status == 0, result.told
    assert any(line.startswith("[OK] autodiscover settings") for line in result.lines)


@pytest.mark.parametrize("words", [
    ("-S", "auto"),
    ("-S", "auto", "--email", "alice@lab.test", "--no-autodiscover"),
    ("-S", "EX1", "--email", "nobody"),
    ("-S", "EX1", "--changed", "yesterday"),
    ("-S", "EX1", "--backend", "ex1:port"),
    ("-S", "EX1", "--cert-warning", "soon"),
    ("-S", "EX1", "--principal", "msstd:"),
])
def test_bad_usage(words):
    result = checks.run_words(CHAIN, "-H", "mail.lab.test", *words)
    assert result.status == 3, result.told
    assert result.lines[0].startswith("OA CHAIN UNKNOWN [bad-usage]"), result.told


@pytest.mark.parametrize("endpoints", ["6001", "6001,6002"])
def test_what_waits_for_an_endpoint_is_no_logon(endpoints):
    """The proxy's failed connect is the endpoint's, also that of a second tunnel."""
    with Lab("chain-endpoint-down") as lab:
        result = run_json(lab, *ALONE, "-e", endpoints, "--mailbox-dn", "/o=LAB/cn=a")
    broken = result.hops("endpoint")[-1]
    assert (broken["subject"], broken["state"]) == ("6001", "CRITICAL"), result.told
    assert broken["seconds"] >= 2 and broken["start"] < 1, result.told
    assert "second tunnel was refused" in broken["details"][1], result.told
    assert 0 < result.values()["auth_time"] < 0.5, result.told
    assert not [hop for hop in result.hops("auth") if (hop["seconds"] or 0) > 0.5]
