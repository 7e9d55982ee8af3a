export { checkFolder, hoursLeft, sameDisk, type FolderHealth } from './folder.ts';
export { inspectMedia, type InspectInput, type MediaInspection } from './inspect-media.ts';
export { FaultWatch, lookPace, type FaultChange, type FragmentLook, type PictureBaseline, type RecordedFault } from './fault-watch.ts';
export { lookAtFragments, type ReadBack, type ReadBackFragment } from './fragment-judge.ts';
export { learnStamp, type StampLetters } from './stamp-letters.ts';
export { StepWatch, type StepWindow } from './step-watch.ts';
export { findDisplayTurns, turnSize } from './display-turns.ts';
