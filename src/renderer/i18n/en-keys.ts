import type { SameShape } from './shape.ts';
import type { zhKeys } from './zh-keys.ts';

/** What the screen of keys and the fields of a copy say, in English. */
export const enKeys: SameShape<typeof zhKeys> = {
  keys: {
    title: 'Keys and time stamps', about: 'The keys and certificates that sign the seals. Private keys are kept encrypted on this station; nobody can take them out.', station: 'Seal signature (ECDSA P-256)', second: 'Second signature (SM2 with SM3)',
    fingerprint: 'Fingerprint', subject: 'Held by', issuer: 'Issued by', validity: 'Valid', selfSigned: 'Self-signed: publish the fingerprint to whoever receives packets, or import a certificate of your authority', issued: 'Issued by an authority',
    secondAsked: 'The rules ask for a second signature at every seal.', secondNotAsked: 'The rules ask for no second signature; its key can be made and certified beforehand.', secondNone: 'Not made yet. A certificate request makes it.',
    ending: 'Ends in {{days}} days: ask for a new certificate in good time', expired: 'Over: signatures made now will not hold. Replace it at once', downloadCertificate: 'Download the certificate', requestTitle: 'Certificate request', organization: 'Organisation', commonName: 'Name on the certificate', makeRequest: 'Make and download the request', requestHint: 'Give the file to your certificate authority and import its answer below. Another request is for the same key.',
    importTitle: 'Import the certificate', importHint: 'What the authority has sent, with the certificates of its issuers up to the root.', importButton: 'Choose the certificate file', importDone: 'Imported. Seals from now on use it; packets of earlier sessions are still signed by the key that sealed them.',
    pkcs12Title: 'Import a key file', pkcs12Hint: 'A file with a private key (.p12 or .pfx). The old key is kept for earlier packets.', password: 'Password of the key file', pkcs12Button: 'Choose the key file', more: 'Import an existing key file',
    stampTitle: 'Time-stamp authority', stampAbout: 'At every seal an authority is asked to certify the time (RFC 3161). Leave it empty to do without; packets then say “none”. A seal never waits for an authority that does not answer.', stampUrl: 'Address', stampUrlBad: 'It must begin with http:// or https://', stampTrusted: 'Trusted certificates of the authority (optional)', stampTrustedHint: 'Paste the certificates (PEM). Without them the signature is checked, and its issuer is not judged.',
    stampSave: 'Save', stampTry: 'Try it', stampSaved: 'Saved', stampAnswered: 'It answered, with the time {{time}}', stampTrustedYes: 'issuer trusted', stampTrustedNo: 'issuer not judged: not under these certificates', stampFailed: 'No time stamp: {{detail}}', stampNone: 'No authority is asked now',
  },
  copies: {
    kind: 'Copy for', kinds: { 'hand-over': 'Handing over with the case', review: 'Review by those entitled', work: 'Other work', public: 'Publication' },
    kindHint: { 'hand-over': 'Legal staff decide', review: 'Legal staff decide (article 37)', work: 'Takes the approval of the chief (article 33)', public: 'Takes the approval of the chief (article 36)' },
    requestedBy: 'Who asked', requestedByHint: 'The person or body that asked for the copy', approver: 'The chief’s own account and PIN, as approval',
  },
  played: { title: 'Recording {{from}} – {{to}}', loading: 'Reading the recording…', label: 'Recording: {{camera}}', play: 'Play these seconds' },
  span: { other: 'Other seconds', from: 'From', to: 'To', link: 'Link', bad: 'Such as 14:03:07' },
  sealSheet: { download: 'Download the seal certificate (PDF)' },
};
