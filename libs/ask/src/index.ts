export { NameIndex, NO_NAMES, type KnownActor, type KnownNames } from './understand/names';
export { EVERYDAY_SERVICES, understand } from './understand/understand';
export type { AskFilters, Understanding, UnderstandInput } from './understand/understanding';
