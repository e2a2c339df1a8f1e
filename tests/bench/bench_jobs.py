"""CPU of each program beside what others take for the nearest same job.

"Nearest" is generous: no other tool opens a tunnel but impacket's and Samba's, and
those of the monitoring plugins make one request where ours make several.  All speak to
the same laboratory, and take turns.  There is no limit to break.
"""

import contextlib
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from ground import find_other, program, row, run_once, serving, skip, take_turns

RUNS = 7
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
RPCMAP = Path(__file__).resolve().parent / "rpcmap_here.py"
SAMBA = Path(__file__).resolve().parent.parent / "clients" / "samba_client.py"


def url(lab, path="/rpc/rpcproxy.dll"):
    """An address for curl and its kin."""
    return f"https://{lab['host']}:{lab['https']}{path}"


def curl_words(lab, *more, path="/rpc/rpcproxy.dll"):
    """One request of curl, to the laboratory's address."""
    return ["-q", "-s", "-o", os.devnull, "--cacert", lab["ca"], "--resolve",
            f"{lab['host']}:{lab['https']}:{lab['address']}", *more, url(lab, path)]


def account(lab):
    """USER:PASSWORD of the laboratory."""
    return f"{lab['user']}:{lab['password']}"


def front_words(lab, *more):
    """One request of check_curl or check_http to the RPC proxy."""
    return ["-H", lab["host"], "-I", lab["address"], "-p", str(lab["https"]), "-S",
            "-u", "/rpc/rpcproxy.dll", "-e", "HTTP/1.1 ", *more]


def certificate(lab, bundle):
    """Dates of a certificate; check_curl -D and check_ssl_cert verify it, too."""
    target = ["-H", lab["host"], "-I", lab["address"], "-p", str(lab["https"]), "-S",
              "-C", "30"]
    return {
        "check_curl": target,
        "check_curl -D": (*target, "-D", f"--ca-cert={bundle}"),
        "check_http": target,
        "check_ssl_cert": ["-H", lab["host"], "--resolve", lab["address"], "-p",
                           str(lab["https"]), "-r", lab["ca"], "--ignore-ocsp",
                           "--ignore-sct"],
    }


def rpcmap_words(lab):
    """The interfaces behind 6001, by impacket's example."""
    domain, _, user = lab["user"].partition("\\")
    who = f"{domain}/{user}:{lab['password']}"
    binding = f"ncacn_http:{lab['server']}[6001,RpcProxy={lab['address']}:443]"
    return [url(lab).replace(lab["host"], lab["address"]), binding, "-auth-transport",
            who, "-auth-rpc", who]


def samba_words(lab):
    """The same by Samba's client, without the texts."""
    domain, _, user = lab["user"].partition("\\")
    binding = (f"ncacn_http:{lab['server']}[6001,RpcProxy={lab['address']}:"
               f"{lab['https']},HttpUseTls=true,HttpAuthOption=ntlm,ntlm,seal]")
    return [binding, user, domain, lab["password"]]


def post(lab, directory, path, body, kind, *more):
    """A POST by curl with Basic."""
    file = Path(directory) / "body"
    file.write_text(body, encoding="utf-8")
    return curl_words(lab, "-u", account(lab), "-H", f"Content-Type: {kind}",
                      "--data-binary", f"@{file}", *more, path=path)


POX = """<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/\
requestschema/2006"><Request><EMailAddress>alice@lab.test</EMailAddress>\
<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/\
responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"""
PING = ("-H", "X-RequestType: PING", "-H", "X-RequestId: {1}:1", "-H",
        "X-ClientInfo: {1}:1", "-H", "X-ClientApplication: Outlook/16.0.17928.20156")


def others_of(name, lab, directory):
    """How others do the job of a program."""
    log_on = ("-u", account(lab))
    if name == "check_oa_cert":
        return certificate(lab, bundle_of(lab, directory))
    if name == "check_oa_rpcproxy":
        return {"curl": curl_words(lab, *log_on),
                "check_curl": front_words(lab, "-a", account(lab)),
                "check_http": front_words(lab, "-a", account(lab))}
    if name == "check_oa_auth":
        return {"curl": curl_words(lab, "--ntlm", *log_on)}
    if name == "check_oa_tunnel":
        return {"rpcmap.py": rpcmap_words(lab), "samba": samba_words(lab),
                "curl": curl_words(lab, "--ntlm", *log_on)}
    if name == "check_oa_autodiscover":
        return {"curl": post(lab, directory, "/autodiscover/autodiscover.xml", POX,
                             "text/xml")}
    if name == "check_oa_mapihttp":
        return {"curl": post(lab, directory, "/mapi/emsmdb/?MailboxId=1", "",
                             "application/mapi-http", *PING)}
    if name == "check_oa_backend":
        return {"curl": curl_words(lab, *log_on)}
    return {"check_curl": front_words(lab, "-a", account(lab))}


def bundle_of(lab, directory):
    """The system's trusted certificates and the laboratory's root, as one file."""
    path = Path(directory) / "bundle.pem"
    names = (*(name for name in BUNDLES if Path(name).exists()), lab["ca"])
    path.write_text("".join(Path(name).read_text(encoding="utf-8") for name in names),
                    encoding="utf-8")
    return path


# Program, scenario, options.
JOBS = [
    ("check_oa_cert", "healthy", []),
    ("check_oa_rpcproxy", "healthy", ["--auth", "basic"]),
    ("check_oa_auth", "auth-healthy", []),
    ("check_oa_tunnel", "healthy", ["--auth", "ntlm", "--rpc-auth", "ntlm"]),
    ("check_oa_autodiscover", "autodiscover-healthy", ["--auth", "basic"]),
    ("check_oa_mapihttp", "mapihttp-healthy", ["--auth", "basic"]),
    ("check_oa_backend", "backend-healthy", ["--auth", "basic"]),
    ("check_oa", "chain-healthy", []),
]


def has_module(name):
    """Whether Python would find it."""
    return importlib.util.find_spec(name) is not None


def start_words(name):
    """What starts the other program, or None."""
    if name == "samba":
        return [sys.executable, str(SAMBA)] if has_module("samba") else None
    found = find_other(name.split(" ")[0])
    if found and name == "rpcmap.py":
        return [sys.executable, str(RPCMAP), found[-1]]
    return found


def compare(name, scenario, words):
    """Prints the rows of one job."""
    with contextlib.ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="oa-bench-"))
        lab = stack.enter_context(serving("serve", scenario))
        os.environ["OA_PASSWORD"] = lab["password"]
        commands = {name: [program(name), *lab["options"][name], *words]}
        run_once(commands[name])
        for other, arguments in others_of(name, lab, directory).items():
            start = start_words(other)
            if start:
                commands[other] = [*start, *map(str, arguments)]
            else:
                skip(f"{name} beside {other}")
        costs = take_turns(commands, RUNS, status=None)
    ours = costs[name]
    row(f"{name}: cpu", f"{ours.cpu * 1000:.1f}", "ms",
        f"wall {ours.wall * 1000:.0f} ms")
    for other, cost in costs.items():
        if other != name:
            row(f"{name} / {other}: cpu", f"{ours.cpu / cost.cpu:.2f}", "",
                f"{cost.cpu * 1000:.1f} ms; wall {cost.wall * 1000:.0f} ms")


def main():
    """Prints the table."""
    for job in JOBS:
        compare(*job)
    return 0


if __name__ == "__main__":
    sys.exit(main())
