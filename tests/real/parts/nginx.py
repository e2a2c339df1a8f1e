"""nginx as the reverse proxy in front of the RPC proxy."""

import os

from . import service

# As shipped: a body limit of 1 MiB, and both directions buffered.
DEFAULT = ""
LARGE_BODIES = "client_max_body_size 2g;"
REPLY_UNBUFFERED = LARGE_BODIES + """
        proxy_http_version 1.1;
        proxy_buffering off;"""
# What nginx needs to carry RPC over HTTP.
GOOD = REPLY_UNBUFFERED + """
        proxy_request_buffering off;
        proxy_read_timeout 1h;
        proxy_send_timeout 1h;
        client_body_timeout 1h;
        send_timeout 1h;"""
# The good settings but for the time-outs, which stay at 60 s as shipped.
PACKAGED_TIMEOUTS = REPLY_UNBUFFERED + """
        proxy_request_buffering off;"""
# The same with short ones.
SHORT_TIMEOUTS = REPLY_UNBUFFERED + """
        proxy_request_buffering off;
        client_body_timeout 2s;
        proxy_read_timeout 2s;"""

TEMPLATE = """\
{user}
daemon off;
worker_processes 1;
pid {dir}/nginx.pid;
error_log {dir}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log {dir}/access.log;
    client_body_temp_path {dir}/client;
    proxy_temp_path {dir}/proxy;
    fastcgi_temp_path {dir}/fastcgi;
    uwsgi_temp_path {dir}/uwsgi;
    scgi_temp_path {dir}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        server_name {host};
        ssl_certificate {leaf.chain};
        ssl_certificate_key {leaf.key};
        {settings}
        location / {{
            proxy_pass {origin};
            proxy_set_header Host $host;
        }}
    }}
}}
"""


def serve(directory, origin, leaf, host, settings):
    """Context manager: nginx before `origin` (a URL), giving its TLS port."""
    program = service.find_program("nginx")
    config = directory / "nginx.conf"
    # The scratch directory is closed to the account that nginx would change to.
    user = "user root root;" if os.geteuid() == 0 else ""

    def argv(port):
        config.write_text(
            TEMPLATE.format(
                dir=directory,
                host=host,
                leaf=leaf,
                origin=origin,
                port=port,
                settings=settings,
                user=user,
            )
        )
        log = directory / "error.log"
        return [program, "-p", directory, "-c", config, "-e", log]

    return service.running(argv, directory / "output.log")
