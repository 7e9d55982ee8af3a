export type { ReconciliationFactRow, Fact, FactActor, FactPayloads, FactType, LedgerEntry } from './fact.ts';
export { entryHash, factHash, genesisHash, verifyChain, type ChainFinding, type LedgerHead } from './chain.ts';
