"""The forms agree, and the options that shape a result do what they say."""

import checks
import forms
import pytest
from forms import verdict
from lab import Lab

TUNNEL = "check_oa_tunnel"
READERS = {"text": forms.of_text, "json": forms.of_json,
           "prometheus": forms.of_prometheus}

# One of each state, and of each place in the chain.
AGREE = ["healthy", "endpoints-healthy", "idle-timeout-too-long", "tcp-refused",
         "cert-expired", "http-app-pool-stopped", "auth-rejected",
         "endpoint-6004-down", "interface-not-registered", "rpc-encryption-required"]

FRONT_PHASES = ["dns_time", "tcp_time", "tls_time", "auth_time"]
# What is measured at each depth, beside the time of the whole run.
DEPTHS = {
    "echo": [],
    "tunnel": ["a3_time", "c2_time", "idle_timeout"],
    "bind": ["a3_time", "c2_time", "bind_time", "idle_timeout"],
    "call": ["a3_time", "c2_time", "bind_time", "call_time", "idle_timeout"],
}
HOPS = {
    "echo": ["proxy"],
    "tunnel": ["proxy", "tunnel"],
    "bind": ["proxy", "tunnel", "endpoint"],
    "call": ["proxy", "tunnel", "endpoint", "bind"],
}

SLOW_FRONT = {"front": {"accept_delay": 0.3}}
SLOW_RPC = {"rpc": {"bind_delay": 0.3}}
SILENT_PROXY = {"tunnel": {"a3": False}}


@pytest.fixture(name="healthy", scope="module")
def healthy_fixture():
    """A healthy laboratory for tests that only read."""
    with Lab("healthy") as lab:
        yield lab


def json_run(lab, *words, program=TUNNEL, **named):
    """A run in JSON that follows the schema."""
    result = checks.run(program, lab, "--output", "json", *words, **named)
    forms.of_json(result)
    return result


@pytest.mark.parametrize("name", AGREE)
def test_forms_agree(name):
    found = {}
    for form, read in READERS.items():
        with Lab(name) as lab:
            result = checks.run(TUNNEL, lab, "--output", form)
        found[form] = read(result)
        assert result.status == checks.STATES[found[form].state], result.told
    assert found["text"] == found["json"] == found["prometheus"]


def test_prometheus_hops():
    """Every hop that JSON shows as tested is one series, with the same state."""
    with Lab("endpoint-6004-down") as lab:
        document = json_run(lab).document
        found = forms.samples(checks.run(TUNNEL, lab, "--output", "prometheus"))
    states = {(labels["hop"], labels["subject"]): value
              for name, labels, value in found if name == "oa_hop_state"}
    wanted = {(hop["hop"], hop["subject"]): checks.STATES[hop["state"]]
              for hop in document["hops"] if hop["state"]}
    assert states == wanted
    assert [value for name, _, value in found if name == "oa_up"] == [0]


@pytest.mark.parametrize("state, name", [
    (0, "healthy"), (1, "idle-timeout-too-long"), (2, "http-app-pool-stopped"),
    (3, "auth-rejected")])
def test_exit_status(state, name):
    with Lab(name) as lab:
        for form in READERS:
            result = checks.run(TUNNEL, lab, "--output", form)
            assert result.status == state, result.told


@pytest.mark.parametrize("slow, words, state", [
    (SLOW_FRONT, ["-w", "0.2"], "WARNING"),
    (SLOW_FRONT, ["-c", "0.2"], "CRITICAL"),
    (SLOW_FRONT, ["-w", "0.1", "-c", "0.2"], "CRITICAL"),
    (SLOW_FRONT, ["-w", "0.2", "-c", "12"], "WARNING"),
    (SLOW_FRONT, ["-w", "@0.2:12"], "WARNING"),
    (SLOW_FRONT, ["-c", "12:"], "CRITICAL"),
    (SLOW_FRONT, ["-w", "12", "-c", "0.2:12"], "OK"),
    (SLOW_RPC, ["-w", "0.2"], "WARNING"),
    (SLOW_RPC, ["-c", "0.2"], "CRITICAL"),
    (SLOW_RPC, ["-w", "@0:0.2", "-c", "~:12"], "OK"),
])
def test_thresholds(slow, words, state):
    code = "front-slow" if slow is SLOW_FRONT else "rpc-slow"
    with Lab("healthy", **slow) as lab:
        result = checks.run(TUNNEL, lab, *words)
    assert verdict(result) == (state, "ok" if state == "OK" else code), result.told
    # The ranges stand behind the main figure, as they were typed.
    ranges = {"-w": "", "-c": ""} | dict(zip(words[::2], words[1::2]))
    item = forms.perf_items(result)[0]
    assert item["label"] == "time", result.told
    most = f"{checks.TIMEOUT_S:g}"
    assert item["rest"] == f";{ranges['-w']};{ranges['-c']};0;{most}", result.told


def test_a_broken_run_is_not_called_slow(healthy):
    with Lab("http-app-pool-stopped") as lab:
        result = checks.run(TUNNEL, lab, "-w", "0")
    assert verdict(result) == ("CRITICAL", "http-app-pool-stopped"), result.told


@pytest.mark.parametrize("word, state", [
    ("ok", "OK"), ("warning", "WARNING"), ("unknown", "UNKNOWN"),
    ("critical", "CRITICAL"), ("default", "CRITICAL")])
def test_timeout_result(word, state):
    """The state changes, the code and the evidence stay."""
    with Lab("healthy", **SILENT_PROXY) as lab:
        result = json_run(lab, "-t", "1", "--timeout-result", word)
    assert result.document["state"] == state, result.told
    assert result.status == checks.STATES[state]
    codes = {hop["code"]: hop["state"] for hop in result.document["hops"]}
    assert codes["tunnel-no-a3"] == state, result.told
    if state != "OK":
        assert result.document["code"] == "tunnel-no-a3", result.told


def test_timeout_result_is_for_time_outs_only():
    with Lab("tcp-refused") as lab:
        result = checks.run(TUNNEL, lab, "--timeout-result", "warning")
    assert verdict(result) == ("CRITICAL", "tcp-refused"), result.told


@pytest.mark.parametrize("program", checks.PROGRAMS)
@pytest.mark.parametrize("name", ["cert-expired", "cert-name-mismatch"])
def test_insecure_says_so(program, name):
    with Lab(name) as lab:
        result = checks.run(program, lab, "--insecure")
        assert verdict(result) == ("OK", "ok"), result.told
        assert "(certificate not verified)|" in result.lines[0]
        assert json_run(lab, "--insecure", program=program).document["insecure"]


def test_a_bad_certificate_gets_no_password():
    with Lab("cert-name-mismatch") as lab:
        result = checks.run(TUNNEL, lab)
        assert verdict(result) == ("CRITICAL", "cert-name-mismatch"), result.told
        assert lab.log() == []
        assert "not verified" not in result.out


@pytest.mark.parametrize("words, state", [
    ([], "UNKNOWN"), (["--account-good"], "CRITICAL")])
@pytest.mark.parametrize("auth", ["ntlm", "basic"])
def test_account_good(auth, words, state):
    with Lab("healthy", account={"given": "no-longer-good"}) as lab:
        result = checks.run(TUNNEL, lab, "--auth", auth, *words)
        assert verdict(result) == (state, "auth-rejected"), result.told
        assert lab.bad_logons == 1, lab.log()


def test_one_bad_logon_for_many_endpoints():
    with Lab("healthy", account={"given": "no-longer-good"}) as lab:
        result = checks.run(TUNNEL, lab, "-e", "6001,6002,6004")
        assert verdict(result) == ("UNKNOWN", "auth-rejected"), result.told
        assert lab.bad_logons == 1, lab.log()


def test_several_endpoints(healthy):
    result = json_run(healthy, "-e", "6001,6002,6004")
    assert result.document["code"] == "ok", result.told
    for name in HOPS["call"]:
        subjects = [hop["subject"] for hop in result.hops(name)]
        assert subjects == ["6001", "6002", "6004"], result.told
    for name in ("tcp", "tls", "http", "auth"):
        assert len(result.hops(name)) == 1, result.told


def test_one_endpoint_of_several_is_down():
    with Lab("endpoint-6004-down") as lab:
        result = json_run(lab, "-e", "6001,6004")
    assert result.document["code"] == "endpoint-6004-down", result.told
    calls = {hop["subject"]: hop["code"] for hop in result.hops("bind")}
    assert calls == {"6001": "ok", "6004": "not-tested"}, result.told


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("auth", ["ntlm", "basic"])
def test_depth(healthy, depth, auth):
    result = json_run(healthy, "--depth", depth, "--auth", auth)
    assert result.document["code"] == "ok", result.told
    measured = forms.of_json(result).measured
    assert measured == {"time", *FRONT_PHASES, *DEPTHS[depth]}, result.told
    passed = {hop["hop"] for hop in result.document["hops"] if hop["state"] == "OK"}
    shared = {"dns", "tcp", "tls", "http", "auth"}
    assert passed == shared | set(HOPS[depth]), result.told
    phases = [value for label, value in result.values().items()
              if label.endswith("_time") and value is not None]
    assert max(phases) <= result.values()["time"], result.told


def test_idle_timeout_is_in_seconds():
    with Lab("healthy", tunnel={"connection_timeout": 900000}) as lab:
        assert json_run(lab).values()["idle_timeout"] == 900


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_verbosity(healthy, program):
    plain, more, most = (checks.run(program, healthy, *words)
                         for words in ([], ["-v"], ["-vvv"]))
    assert not any(line.startswith("  ") for line in plain.lines), plain.told
    assert "X-FEServer: EX1" in more.out, more.told
    assert "transcript:" not in more.out, more.told
    assert len(plain.lines) < len(more.lines) < len(most.lines)
    assert "transcript:" in most.lines, most.told
    assert any("RPC_OUT_DATA /rpc/rpcproxy.dll?" in line for line in most.lines)
    for result in (plain, more, most):
        assert verdict(result) == ("OK", "ok"), result.told
        forms.assert_no_secret(result, healthy)
    assert "transcript" not in json_run(healthy, "-vv", program=program).document
    assert "transcript" in json_run(healthy, "-v", "-vv", program=program).document


def write_ini(path, lab, **more):
    """An ini file that holds everything that a run needs."""
    secret = path / "secret"
    secret.write_text(lab.password + "\n", encoding="utf-8")
    secret.chmod(0o600)
    keys = {"hostname": lab.host, "address": lab.address, "port": lab.https,
            "ca-file": lab.ca, "server": lab.server, "username": lab.user,
            "password-file": secret, **more}
    text = "".join(f"{key} = {value}\n" for key, value in keys.items())
    file = path / "oa.ini"
    file.write_text(f"[{TUNNEL}]\n{text}[other]\nhostname = other.lab.test\n",
                    encoding="utf-8")
    file.chmod(0o600)
    return file


def test_extra_opts(healthy, tmp_path):
    file = write_ini(tmp_path, healthy, endpoint="6001,6004", warning="4")
    result = checks.run_words(TUNNEL, f"--extra-opts=@{file}")
    assert verdict(result) == ("OK", "ok"), result.told
    assert "6001, 6004" in result.lines[0], result.told
    assert "time=" in result.lines[0] and ";4;;0;10" in result.lines[0], result.told


def test_command_line_wins_over_extra_opts(healthy, tmp_path):
    file = write_ini(tmp_path, healthy, output="json", endpoint="6002")
    result = checks.run_words(TUNNEL, "-e", "6004",
                              f"--extra-opts={TUNNEL}@{file}")
    assert [hop["subject"] for hop in result.hops("tunnel")] == ["6004"], result.told


def test_extra_opts_by_environment(healthy, tmp_path, monkeypatch):
    file = write_ini(tmp_path, healthy)
    monkeypatch.setenv("MP_CONFIG_FILE", str(file))
    assert verdict(checks.run_words(TUNNEL, "--extra-opts")) == ("OK", "ok")


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_password_in_the_environment(healthy, program):
    result = checks.run(program, healthy, "-vvv")
    assert verdict(result) == ("OK", "ok"), result.told
    assert "accepted for LAB\\alice" in result.out
    without = checks.run(TUNNEL, healthy, password=False)
    assert verdict(without) == ("UNKNOWN", "missing-credentials"), without.told


def test_password_file_wins_over_the_environment(healthy, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(healthy.password + "\n", encoding="utf-8")
    secret.chmod(0o600)
    words = checks.options(TUNNEL, healthy)
    result = checks.run_words(TUNNEL, *words, "--password-file", str(secret),
                              password="stale")
    assert verdict(result) == ("OK", "ok"), result.told


def test_credentials_file(healthy, tmp_path):
    domain, _, user = healthy.user.partition("\\")
    file = tmp_path / "credentials"
    file.write_text(f"username={user}\npassword={healthy.password}\ndomain={domain}\n",
                    encoding="utf-8")
    file.chmod(0o600)
    words = checks.options(TUNNEL, healthy)
    at = words.index("-u")
    result = checks.run_words(TUNNEL, *words[:at], *words[at + 2:],
                              "--credentials-file", str(file))
    assert verdict(result) == ("OK", "ok"), result.told


@pytest.mark.parametrize("words", [
    ["--auth", auth, "--rpc-auth", rpc, *level]
    for auth in ("basic", "ntlm")
    for rpc, level in (("none", []), ("auto", []), ("ntlm", ["--rpc-level", "connect"]),
                       ("ntlm", ["--rpc-level", "integrity"]),
                       ("ntlm", ["--rpc-level", "privacy"]))], ids=" ".join)
def test_logons(healthy, words):
    result = checks.run(TUNNEL, healthy, *words)
    assert verdict(result) == ("OK", "ok"), result.told


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_output_is_whole_lines(healthy, program):
    """Nothing is on stderr, the last line ends, and no line holds a control."""
    for form in READERS:
        result = checks.run(program, healthy, "-vvv", "--output", form)
        assert result.out.endswith("\n")
        assert not set(result.out) & set(map(chr, {*range(32), 127} - {10}))
