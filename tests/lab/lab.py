#!/usr/bin/python3
"""An Exchange on loopback for tests and for a first run.

    lab.py serve [--dir RUNDIR] SCENARIO    run until SIGTERM or end of stdin
    lab.py list                             all scenarios with their description
    lab.py show SCENARIO                    a scenario with its defaults, as JSON
    lab.py adversary NAME                   a hostile listener
    lab.py relay --to [HOST:]PORT [--delay-ms N] ...

When all listeners are ready, serve prints one JSON line: the ports (https, http,
dns, backend, forward_proxy; null when absent), what the scenario expects, and in
`options` the command line that goes with each program.  An `address` or `user` of
null means that the option is to be left out.  From Python: `Lab(name, **overrides)`.
"""

import argparse
import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
if HERE not in sys.path:
    sys.path.insert(0, HERE)

import scenario as scenarios  # noqa: E402

PROGRAMS = ("check_oa_tunnel", "check_oa_rpcproxy", "check_oa_cert",
            "check_oa_auth", "check_oa_mapihttp", "check_oa_autodiscover",
            "check_oa_backend", "check_oa")


def default_cache(now=None):
    """Directory for certificates, private to this user, another one every half day;
    those who began in the one before go on with it."""
    from certs import CACHE_SECONDS

    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    path = os.path.join(base, f"oa-lab-{os.getuid()}")
    os.makedirs(path, mode=0o700, exist_ok=True)
    if os.stat(path).st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to another user")
    number = int((time.time() if now is None else now) // CACHE_SECONDS)
    for name in os.listdir(path):
        if name.isdigit() and int(name) < number - 1:
            shutil.rmtree(os.path.join(path, name), ignore_errors=True)
    return os.path.join(path, str(number))


class Lab:
    """A running scenario; a context manager.  Overrides merge like TOML tables."""

    def __init__(self, name="healthy", directory=None, **overrides):
        self.scenario = scenarios.load(name)
        self.scenario = dict(
            scenarios.resolve(_without_name(overrides), _without_name(self.scenario)),
            name=self.scenario["name"],
        )
        self.directory = directory
        self._given_directory = directory is not None
        self.https = self.http = self.dns = self.dns2 = None
        self.backend = self.forward_proxy = None
        self.nodes = []
        self._loop = None
        self._thread = None
        self._log = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exc):
        self.stop()

    @property
    def host(self):
        """The name that Outlook uses."""
        return self.scenario["host"]

    @property
    def address(self):
        """Address for -I; None when the name is to be resolved."""
        return None if "address" in self.scenario["without"] else self._address

    @property
    def _address(self):
        return self.scenario["address"]

    @property
    def server(self):
        """Server part of the query."""
        return self.scenario["server"]

    @property
    def user(self):
        """User for the check; None when it is to have no credentials."""
        if "user" in self.scenario["without"]:
            return None
        return self.scenario["account"]["user"]

    @property
    def password(self):
        """Password for the check, which the scenario may have made wrong."""
        account = self.scenario["account"]
        return account["given"] or account["password"]

    @property
    def port(self):
        """Port of the TLS front end."""
        return self.https

    @property
    def ca(self):
        """File with the root certificate."""
        return self._store.ca_file

    def log(self):
        """All logon attempts so far."""
        return self._log.read()

    @property
    def bad_logons(self):
        """Number of refused passwords so far."""
        return sum(1 for record in self.log() if record["result"] == "bad")

    def start(self):
        """Start all listeners; returns when they are ready."""
        from auth import LogonLog
        from certs import CertStore
        from listener import PATIENCE_S

        # asyncio tells of every peer that leaves in mid-stream.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        if self.directory is None:
            self.directory = tempfile.mkdtemp(prefix="oa-lab-")
            cache = default_cache()
        else:
            os.makedirs(self.directory, mode=0o700, exist_ok=True)
            cache = os.path.join(self.directory, "cache")
        self._store = CertStore(cache, self.host)
        self._log = LogonLog(os.path.join(self.directory, "attempts.log"))
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(
            self._start(), self._loop).result(PATIENCE_S)
        self._write_files()

    def stop(self):
        """Stop everything."""
        from listener import PATIENCE_S, shut_down

        if self._loop is None:
            return
        asyncio.run_coroutine_threadsafe(shut_down(), self._loop).result(PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()
        self._loop = None
        if not self._given_directory:
            shutil.rmtree(self.directory, ignore_errors=True)

    async def _start(self):
        from auth import Account
        from dnsstub import DnsStub
        from front import Front
        from rpcproxy import RpcProxy

        table = self.scenario
        account = Account(table["account"])
        proxy = RpcProxy(table, account, self._log)
        common = (table, account, self._log, proxy, self._store)
        self.http = await Front(*common, is_tls=False).start(self._address)
        self._store.web = f"http://{self._address}:{self.http}"
        if table["front"]["adversary"]:
            import adversary

            self.https = await adversary.start(
                table["front"]["adversary"], self._address, *common,
                **table["front"]["adversary_options"],
            )
        else:
            self.https = await Front(*common, is_tls=True).start(self._address)
        for node in table["node"]:
            self.nodes.append(await self._start_node(node, common))
        if table["backend"]["enabled"]:
            self.backend = await self._start_backend(table["backend"], common)
        if table["forward_proxy"]["enabled"]:
            status = table["forward_proxy"]["status"]
            headers = {"Proxy-Authenticate": 'Basic realm="proxy"'}
            rule = {"status": status, "server": "squid/5.7", "headers": headers}
            forward = Front(*common, is_tls=False, rules=[dict(rule, close=True)])
            self.forward_proxy = await forward.start(self._address)
        table["autodiscover"].update(https=self.https, http=self.http)
        records = self._filled_all(table["dns"]["records"])
        self.dns = await DnsStub(records).start(self._address)
        second = table["dns"]["second"] or records
        self.dns2 = await DnsStub(second).start(self._address)

    async def _start_backend(self, backend, common):
        """The site behind: another certificate, no name of a front end."""
        import adversary
        from front import Front

        table = dict(
            common[0],
            tls=dict(common[0]["tls"], certificate=backend["certificate"]),
            front=dict(common[0]["front"], fe_server="", adversary=""),
        )
        address = backend["address"] or self._address
        if backend["adversary"]:
            return await adversary.start(
                backend["adversary"], address, table, *common[1:],
                **backend["adversary_options"],
            )
        front = Front(table, *common[1:], is_tls=True, rules=backend["rule"])
        return await front.start(address)

    async def _start_node(self, node, common):
        """Another address with the same port, or with one of its own."""
        from front import Front

        changes = {key: value for key, value in node.items() if key in common[0]["tls"]}
        table = dict(common[0], tls=dict(common[0]["tls"], **changes))
        front = dict(table["front"], clock_offset=0)
        front.update({key: value for key, value in node.items() if key in front})
        table["front"] = front
        port = 0 if node.get("own_port") else self.https
        front = Front(table, *common[1:], is_tls=True, rules=node.get("rules"))
        port = await front.start(node["address"], port)
        return f"[{node['address']}]:{port}" if ":" in node["address"] else (
            f"{node['address']}:{port}")

    def _write_files(self):
        for name, text in self.scenario["files"].items():
            path = os.path.join(self.directory, self._filled(name))
            with open(path, "w", encoding="utf-8") as file:
                file.write(self._filled(text))

    def arguments(self):
        """The scenario's own options, with the ports filled in."""
        return [self._filled(word) for word in self.scenario["args"]]

    def _filled_all(self, item):
        """The same for all strings in tables and lists."""
        if isinstance(item, dict):
            return {key: self._filled_all(value) for key, value in item.items()}
        if isinstance(item, list):
            return [self._filled_all(value) for value in item]
        return self._filled(item) if isinstance(item, str) else item

    def _filled(self, text):
        values = {
            "dns": f"{self._address}:{self.dns}", "https": self.https,
            "dns2": f"{self._address}:{self.dns2}",
            "minutes_ago": int(time.time()) - 10 * 60 - 5,
            "http": self.http, "backend": self.backend, "server": self.server,
            "proxy": f"http://{self._address}:{self.forward_proxy}",
            "dir": self.directory, "intermediates": self._store.intermediate_file,
            "node": self.nodes,
        }
        if "{crl}" in text:
            values["crl"] = self._store.revoked_list()
        if "{sha256}" in text:
            leaf = self._store.leaf(self.scenario["tls"]["certificate"])
            values["sha256"] = leaf.end_point_hash.hex()
        if "{client}" in text:
            leaf = self._store.leaf("client")
            values["client"] = leaf.chain
        if "{client_key}" in text:
            values["client_key"] = self._store.leaf("client").key
        return text.format(**values)

    def options(self, program="check_oa_tunnel"):
        """All options for a program; the password goes into OA_PASSWORD."""
        if program == "check_oa_proxylog":
            return self.arguments()
        without = self.scenario["without"]
        words = ["-H", self.host]
        if self.address:
            words += ["-I", self.address]
        if "port" not in without:
            words += ["-p", str(self.https)]
        if "ca" not in without:
            words += ["--ca-file", self.ca]
        if program == "check_oa_tunnel" and "server" not in without:
            words += ["-S", self.server]
        if self.user and program != "check_oa_cert":
            words += ["-u", self.user]
        return words + self.arguments()

    def describe(self):
        """What `serve` prints."""
        return {
            "https": self.https, "http": self.http, "backend": self.backend,
            "dns": self.dns, "forward_proxy": self.forward_proxy, "ca": self.ca,
            "intermediates": self._store.intermediate_file, "host": self.host,
            "address": self.address, "server": self.server, "user": self.user,
            "password": self.password, "bad_logons_file": self._log.path,
            "nodes": self.nodes, "args": self.arguments(),
            "expect": self.scenario["expect"],
            "options": {program: self.options(program) for program in PROGRAMS},
        }


def _without_name(table):
    return {key: value for key, value in table.items() if key != "name"}


def wait_for_end():
    """Block until SIGTERM, SIGINT or the end of stdin."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())

    def watch():
        while os.read(0, 4096):
            pass
        ended.set()

    threading.Thread(target=watch, daemon=True).start()
    ended.wait()


def serve(lab):
    """Run one laboratory in the foreground."""
    with lab:
        print(json.dumps(lab.describe()), flush=True)
        wait_for_end()
    return 0


def serve_relay(arguments):
    """Run a relay in the foreground."""
    from relay import Relay

    relay = Relay(
        arguments.to, arguments.delay_ms / 1000, arguments.rate, arguments.cut_after,
        arguments.cut, arguments.direction,
    )
    with relay:
        print(json.dumps({"port": relay.port}), flush=True)
        wait_for_end()
    return 0


def parse_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("serve")
    command.add_argument("--dir")
    command.add_argument("scenario")
    commands.add_parser("list")
    commands.add_parser("show").add_argument("scenario")
    commands.add_parser("adversary").add_argument("name")
    command = commands.add_parser("relay")
    command.add_argument("--to", required=True)
    command.add_argument("--delay-ms", type=float, default=0)
    command.add_argument("--rate", type=float, default=0, help="bytes per second")
    command.add_argument("--cut-after", type=int, default=-1, help="bytes")
    command.add_argument("--cut", choices=("rst", "fin", "hang"), default="rst")
    command.add_argument("--direction", choices=("up", "down"), default="down")
    return parser.parse_args()


def main():
    """Entry point of the command line."""
    arguments = parse_arguments()
    if arguments.command == "list":
        for name in scenarios.names():
            print(f"{name:34} {scenarios.load(name)['description']}")
        return 0
    if arguments.command == "show":
        print(json.dumps(scenarios.load(arguments.scenario), indent=2))
        return 0
    if arguments.command == "relay":
        return serve_relay(arguments)
    if arguments.command == "adversary":
        return serve(Lab("healthy", front={"adversary": arguments.name}))
    return serve(Lab(arguments.scenario, arguments.dir))


if __name__ == "__main__":
    sys.exit(main())
