export type { Circumstances, ReconciliationFactRow, Fact, FactActor, FactPayloads, FactType, LedgerEntry, SignsAs } from './fact.ts';
export { entryHash, factHash, factText, factTextHash, genesisHash, handOverText, headText, linkProblemOf, verifiedText, type ChainFinding, type LedgerHead } from './chain.ts';
