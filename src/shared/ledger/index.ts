export type { Circumstances, ReconciliationFactRow, Fact, FactActor, FactPayloads, FactType, LedgerEntry, SignsAs } from './fact.ts';
export { entryHash, factHash, genesisHash, verifyChain, type ChainFinding, type LedgerHead } from './chain.ts';
