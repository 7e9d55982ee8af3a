/** How a stranger checks the second signature: the public key, the signature value (the last item of the file), and SM2 with SM3 over the manifest itself. Nothing is written into the packet. */
export const secondSignatureCommands: readonly string[] = [
  'openssl x509 -in data/station-sm2.pem -noout -pubkey > /tmp/sm2.pub',
  `tail -c $(openssl asn1parse -inform DER -in data/manifest.json.sm2.p7s | tail -1 | sed 's/.*l= *//; s/ .*//') data/manifest.json.sm2.p7s > /tmp/sm2.sig`,
  'openssl dgst -sm3 -verify /tmp/sm2.pub -sigopt distid:1234567812345678 -signature /tmp/sm2.sig data/manifest.json',
];
