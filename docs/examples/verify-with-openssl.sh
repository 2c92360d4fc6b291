#!/bin/sh
# Verifies a document of Zhengshu (licence, excerpt, evidence, receipt) with openssl alone: chain, then signature (ES256).
#   sh verify-with-openssl.sh licence.jws trust/root.pem
# It says nothing about period, status or ledger: those are steps of their own (`zhengshu verify`).
set -eu
document=$1 root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

decode() { tr -d '\n' | tr '_-' '/+' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' | openssl base64 -d -A; }

# x5c: the signer's certificate first, then the issuing authority's.
number=0
for certificate in $(cut -d. -f1 "$document" | decode | grep -o '[A-Za-z0-9+/]\{200,\}=*'); do
  number=$((number + 1))
  printf '%s' "$certificate" | openssl base64 -d -A | openssl x509 -inform der -out "$work/$number.pem"
done
openssl verify -CAfile "$root" -untrusted "$work/2.pem" "$work/1.pem" >/dev/null && echo "chain OK"
openssl x509 -in "$work/1.pem" -noout -subject -nameopt oneline,-esc_msb,utf8

# A JWS has the signature as r and s side by side, openssl wants them in DER.
hex=$(cut -d. -f3 "$document" | decode | od -An -v -tx1 | tr -d ' \n')
printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "$(echo "$hex" | cut -c1-64)" "$(echo "$hex" | cut -c65-)" >"$work/asn1"
openssl asn1parse -genconf "$work/asn1" -noout -out "$work/signature"
openssl x509 -in "$work/1.pem" -noout -pubkey >"$work/key.pem"
cut -d. -f1,2 "$document" | tr -d '\n' | openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature"
