export { Ledger, type FactDraft } from './ledger.ts';
