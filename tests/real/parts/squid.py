"""squid as the forward proxy between the monitor and the front end."""

from . import service

# Tunnels to the port of the front end, for everybody.
OPEN = """\
acl front port {target}
http_access allow CONNECT front
http_access deny all"""
# As shipped: tunnels to port 443 alone, which is not the laboratory's.
STRICT = """\
acl SSL_ports port 443
http_access deny CONNECT !SSL_ports
http_access allow all"""
# For those who log on; nobody can, because the helper knows nobody.
LOGON = """\
auth_param basic program /bin/false
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all"""

TEMPLATE = """\
http_port 127.0.0.1:{port}
{settings}
hosts_file {dir}/hosts
visible_hostname proxy.lab.test
pid_filename none
access_log none
cache_log /dev/null
cache_store_log none
netdb_filename none
coredump_dir none
cache deny all
pinger_enable off
shutdown_lifetime 0 seconds
"""


def serve(directory, host, target, settings):
    """Context manager: squid that leads to port `target` of `host`, giving its port."""
    program = service.find_program("squid")
    config = directory / "squid.conf"
    (directory / "hosts").write_text(f"127.0.0.1 {host}\n")

    def argv(port):
        config.write_text(
            TEMPLATE.format(
                dir=directory, port=port, settings=settings.format(target=target)
            )
        )
        # Shared memory is called after the service, so each has a name of its own; it
        # logs to its standard error, as the scratch directory is closed to it.
        return [program, "-N", "-n", f"oa{port}", "-d", "1", "-f", config]

    return service.running(argv, directory / "output.log")
