"""What each harness is about, and the files of the parser behind it."""

PARSERS = {
    "agentfile": ("ini file of the agent", "snmp/agentfile.c snmp/sections.c"),
    "cert": ("certificates, PEM, DER and PKCS #7",
             "common/net/cert.c common/net/certfacts.c common/net/certload.c"),
    "credentials": ("files of credentials and passwords",
                    "plugins/front/credentials.c plugins/front/file.c"),
    "dns": ("answers of name servers", "common/net/dnsreply.c"),
    "eeinfo": ("extended error information",
               "common/rpc/eeinfo.c common/rpc/eeinfo_describe.c"),
    "headers": ("header fields of Exchange and IIS",
                "common/probe/build.c"),
    "http": ("HTTP heads and bodies, chunked and not",
             "common/net/httphead.c common/net/httpin.c common/net/httpbody.c"),
    "keep": ("kept state of the agent",
             "snmp/keepread.c snmp/keepcourse.c snmp/keepevent.c snmp/keepfield.c"),
    "kerberos": ("tokens of Kerberos and SPNEGO of a server that has no key",
                 "common/net/kerberos.c common/net/gss.c"),
    "limits": ("ranges, limits, times, versions",
               "common/base/range.c common/base/moment.c common/base/text.c "
               "common/probe/certlimit.c common/rpc/mapiversion.c"),
    "logfile": ("HttpProxy logs that grow between two readings",
                "common/probe/proxylogfile.c"),
    "mapi": ("NDR replies of the store, the address book and referral",
             "common/rpc/emsmdb.c common/rpc/nspi.c common/rpc/rfr.c"),
    "mapihttp": ("replies of MAPI over HTTP, cookies",
                 "common/net/mapihttp.c common/net/cookies.c"),
    "ntlm": ("NTLM challenges, answered",
             "common/net/ntlmchallenge.c common/net/ntlmlogin.c common/net/ntlm.c"),
    "ocsp": ("OCSP answers and lists of revoked certificates",
             "common/net/ocsp.c common/net/certpath.c"),
    "options": ("command lines and ini sections",
                "plugins/front/arguments.c plugins/front/options.c "
                "plugins/front/section.c plugins/front/settle.c"),
    "pdu": ("DCE/RPC PDUs, management replies, signed and sealed PDUs",
            "common/rpc/pdu.c common/rpc/bind.c common/rpc/call.c common/rpc/mgmt.c "
            "common/rpc/ndr.c common/rpc/rpcauth.c"),
    "places": ("addresses, networks, hosts, pins, dates",
               "common/net/network.c common/probe/node.c"),
    "pox": ("autodiscover XML", "common/probe/pox.c"),
    "proxylog": ("lines of HttpProxy logs",
                 "common/probe/proxylogline.c common/probe/proxylogcount.c "
                 "common/probe/proxylogtally.c"),
    "report": ("text, JSON, Prometheus and HTML made of hostile texts",
               "common/report/render_text.c common/report/render_json.c "
               "common/report/render_prometheus.c common/report/render_html.c "
               "common/report/markup.c common/report/html_cert.c "
               "common/report/html_hops.c common/report/html_times.c "
               "common/report/hide.c common/report/facts.c"),
    "rts": ("RTS PDUs", "common/rpc/rts.c common/rpc/rtspdu.c"),
    "session": ("conversations over HTTP: logons, redirects, autodiscover",
                "common/net/session.c common/net/logon.c common/probe/headers.c "
                "common/probe/clock.c common/probe/autodiscover_reply.c"),
    "settings": ("ini files and state files, their lines", "common/base/settings.c"),
    "state": ("state files of the checks",
              "common/probe/memory.c common/probe/memoryfields.c "
              "common/probe/certmemory.c common/probe/proxylogmemory.c "
              "common/probe/proxylogcarry.c "
              "common/base/statefile.c"),
    "text": ("foreign text, base64, UTF-16",
             "common/base/text.c common/net/base64.c common/net/utf16.c"),
    "url": ("URLs of redirects", "common/net/url.c"),
    "vconn": ("a tunnel from its opening through bind and call, with NTLM",
              "common/rpc/vconn.c common/rpc/vconnread.c common/rpc/client.c "
              "common/rpc/rpclogon.c"),
    "wwwauth": ("WWW-Authenticate", "common/net/wwwauth.c"),
}
