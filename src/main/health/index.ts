export { checkFolder, hoursLeft, sameDisk, type FolderHealth } from './folder.ts';
export { inspectMedia, type InspectInput, type MediaInspection } from './inspect-media.ts';
