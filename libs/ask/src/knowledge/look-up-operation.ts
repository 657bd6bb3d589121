import { operationFamily } from './families';
import { knownOperation } from './knowledge-table';
import type { OperationKnowledge } from './operation-knowledge';

export interface FoundKnowledge {
  knowledge: OperationKnowledge;
  /** False when there is no text for this very operation and it is a general one. */
  own: boolean;
}

/** What is known about an operation: its own text, else a general one by verb and object. `category`: label of what it belongs to. */
export function lookUpOperation(service: string, operation: string, category: string): FoundKnowledge {
  const known = knownOperation(service, operation);
  return known ? { knowledge: known, own: true } : { knowledge: operationFamily(service, operation, category), own: false };
}
