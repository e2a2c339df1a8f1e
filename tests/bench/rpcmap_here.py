"""impacket's rpcmap.py, which takes no port of the RPC proxy but 80 and 443, on ours.

    rpcmap_here.py RPCMAP.PY URL ARGUMENT...
"""

import runpy
import sys

from impacket.dcerpc.v5 import transport


def main():
    """Runs the example with the address replaced; ends with its status."""
    script, url = sys.argv[1:3]
    sys.argv[:] = [script, *sys.argv[3:]]
    set_url = transport.HTTPTransport.set_rpc_proxy_url
    transport.HTTPTransport.set_rpc_proxy_url = lambda self, _url: set_url(self, url)
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
