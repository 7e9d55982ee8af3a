export { Ledger, type FactDraft } from './ledger.ts';
export type { LedgerCopy } from './ledger-copy.ts';
export { copyPath, joinCopy, standingOf, takeUpFrom, type CopyStanding } from './copy-file.ts';
export { copyLines, parseRowLine } from './ledger-line.ts';
export { forgetVerified, headFileName, readHeadFile, readVerified, writeHeadFile, writeVerified, type SignedHead } from './head-file.ts';
export { HeadSigner } from './head-signer.ts';
export { checkFromVerified } from './verified-part.ts';
export { LedgerWalk, type KnownHead, type LedgerFinding, type LedgerProblem, type LedgerReport } from './ledger-walk.ts';
