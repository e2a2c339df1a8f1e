# SPDX-License-Identifier: GPL-3.0-or-later
# The library, floor by floor; a floor includes only itself and those before it.

noinst_LIBRARIES += %D%/liboa.a
%C%_liboa_a_SOURCES = \
	$(base_sources) $(report_sources) $(net_sources) $(rpc_sources) $(probe_sources)

# Bytes, deadline, error, secret, text, ranges, settings.
base_sources = \
	%D%/base/bytes.c \
	%D%/base/bytes.h \
	%D%/base/deadline.c \
	%D%/base/deadline.h \
	%D%/base/error.c \
	%D%/base/error.h \
	%D%/base/range.c \
	%D%/base/range.h \
	%D%/base/secret.c \
	%D%/base/secret.h \
	%D%/base/settings.c \
	%D%/base/settings.h \
	%D%/base/statefile.c \
	%D%/base/statefile.h \
	%D%/base/task.c \
	%D%/base/task.h \
	%D%/base/text.c \
	%D%/base/text.h

# Diagnosis catalogue, findings and timings, renderers.
report_sources = \
	%D%/report/diagnoses.def \
	%D%/report/diagnosis.c \
	%D%/report/diagnosis.h \
	%D%/report/facts.c \
	%D%/report/facts.h \
	%D%/report/perfdata.c \
	%D%/report/perfdata.h \
	%D%/report/precedence.c \
	%D%/report/render.h \
	%D%/report/render_json.c \
	%D%/report/render_prometheus.c \
	%D%/report/render_text.c \
	%D%/report/report.c \
	%D%/report/report.h \
	%D%/report/verdict.c

# Names, connections, TLS, HTTP, its authentication.
net_sources = \
	%D%/net/base64.c \
	%D%/net/base64.h \
	%D%/net/cert.c \
	%D%/net/cert.h \
	%D%/net/certfacts.c \
	%D%/net/certfacts.h \
	%D%/net/certload.c \
	%D%/net/certload.h \
	%D%/net/certpath.c \
	%D%/net/certpath.h \
	%D%/net/connection.c \
	%D%/net/connection.h \
	%D%/net/dns.c \
	%D%/net/dns.h \
	%D%/net/fetch.c \
	%D%/net/fetch.h \
	%D%/net/http.c \
	%D%/net/http.h \
	%D%/net/httpauth.c \
	%D%/net/httpauth.h \
	%D%/net/httpbody.c \
	%D%/net/httpbody.h \
	%D%/net/httphead.c \
	%D%/net/httphead.h \
	%D%/net/httpin.c \
	%D%/net/httpin.h \
	%D%/net/httpreq.c \
	%D%/net/httpreq.h \
	%D%/net/kerberos.c \
	%D%/net/kerberos.h \
	%D%/net/krberror.c \
	%D%/net/krberror.h \
	%D%/net/logon.c \
	%D%/net/logon.h \
	%D%/net/nokerberos.c \
	%D%/net/ntlm.c \
	%D%/net/ntlm.h \
	%D%/net/ntlmchallenge.c \
	%D%/net/ntlmchallenge.h \
	%D%/net/ntlmcrypt.c \
	%D%/net/ntlmcrypt.h \
	%D%/net/ntlmlogin.c \
	%D%/net/ntlmlogin.h \
	%D%/net/ntlmseal.c \
	%D%/net/ntlmseal.h \
	%D%/net/ocsp.c \
	%D%/net/ocsp.h \
	%D%/net/session.c \
	%D%/net/session.h \
	%D%/net/stream.c \
	%D%/net/stream.h \
	%D%/net/tickets.c \
	%D%/net/tickets.h \
	%D%/net/ticketwork.c \
	%D%/net/ticketwork.h \
	%D%/net/tls.c \
	%D%/net/tls.h \
	%D%/net/trust.c \
	%D%/net/trust.h \
	%D%/net/utf16.c \
	%D%/net/utf16.h \
	%D%/net/wwwauth.c \
	%D%/net/wwwauth.h

# RTS, DCE/RPC, virtual connection, interfaces.
rpc_sources = \
	%D%/rpc/bind.c \
	%D%/rpc/bind.h \
	%D%/rpc/call.c \
	%D%/rpc/call.h \
	%D%/rpc/client.c \
	%D%/rpc/client.h \
	%D%/rpc/emsmdb.c \
	%D%/rpc/emsmdb.h \
	%D%/rpc/iface.c \
	%D%/rpc/iface.def \
	%D%/rpc/iface.h \
	%D%/rpc/mgmt.c \
	%D%/rpc/mgmt.h \
	%D%/rpc/ndr.c \
	%D%/rpc/ndr.h \
	%D%/rpc/pdu.c \
	%D%/rpc/pdu.h \
	%D%/rpc/rpcauth.c \
	%D%/rpc/rpcauth.h \
	%D%/rpc/rpckerberos.c \
	%D%/rpc/rpckerberos.h \
	%D%/rpc/rpclogon.c \
	%D%/rpc/rpclogon.h \
	%D%/rpc/rts.c \
	%D%/rpc/rts.h \
	%D%/rpc/rtspdu.c \
	%D%/rpc/rtspdu.h \
	%D%/rpc/status.c \
	%D%/rpc/status.def \
	%D%/rpc/status.h \
	%D%/rpc/vconn.c \
	%D%/rpc/vconn.h \
	%D%/rpc/vconnread.c \
	%D%/rpc/vconnread.h

# What "healthy" means, one file per concern.
probe_sources = \
	%D%/probe/announce.c \
	%D%/probe/announce.h \
	%D%/probe/auth.c \
	%D%/probe/auth.h \
	%D%/probe/budget.c \
	%D%/probe/budget.h \
	%D%/probe/challenge.c \
	%D%/probe/challenge.h \
	%D%/probe/cert.c \
	%D%/probe/cert.h \
	%D%/probe/certdescribe.c \
	%D%/probe/certidentity.c \
	%D%/probe/certjudge.c \
	%D%/probe/certjudge.h \
	%D%/probe/certlimit.c \
	%D%/probe/certlimit.h \
	%D%/probe/certlook.c \
	%D%/probe/certlook.h \
	%D%/probe/certmemory.c \
	%D%/probe/certmemory.h \
	%D%/probe/certnodes.c \
	%D%/probe/certnodes.h \
	%D%/probe/certrevoked.c \
	%D%/probe/certtrust.c \
	%D%/probe/channels.c \
	%D%/probe/channels.h \
	%D%/probe/clock.c \
	%D%/probe/clock.h \
	%D%/probe/echo.c \
	%D%/probe/echo.h \
	%D%/probe/endpoint.c \
	%D%/probe/endpoint.h \
	%D%/probe/endpoint_end.c \
	%D%/probe/front.c \
	%D%/probe/front.h \
	%D%/probe/hush.c \
	%D%/probe/hush.h \
	%D%/probe/inspection.c \
	%D%/probe/inspection.h \
	%D%/probe/http_rules.c \
	%D%/probe/http_rules.h \
	%D%/probe/judge_http.c \
	%D%/probe/judge_http.h \
	%D%/probe/judge_tls.c \
	%D%/probe/judge_tls.h \
	%D%/probe/logonjudge.c \
	%D%/probe/logons.c \
	%D%/probe/logons.h \
	%D%/probe/kerberos.c \
	%D%/probe/kerberos.h \
	%D%/probe/looks.c \
	%D%/probe/looks.h \
	%D%/probe/node.c \
	%D%/probe/node.h \
	%D%/probe/offers.c \
	%D%/probe/offers.h \
	%D%/probe/pace.c \
	%D%/probe/pace.h \
	%D%/probe/plainhttp.c \
	%D%/probe/plainhttp.h \
	%D%/probe/protection.c \
	%D%/probe/protection.h \
	%D%/probe/refusal.c \
	%D%/probe/refusal.h \
	%D%/probe/rpccall.c \
	%D%/probe/rpccall.h \
	%D%/probe/rpcproxy.c \
	%D%/probe/rpcproxy.h \
	%D%/probe/statuses.c \
	%D%/probe/statuses.h \
	%D%/probe/target.h \
	%D%/probe/trial.c \
	%D%/probe/trial.h \
	%D%/probe/tunnel.c \
	%D%/probe/tunnel.h \
	%D%/probe/untested.c \
	%D%/probe/untested.h
