/** An index and the query that it serves. Nothing is indexed without one. */
export interface IndexDefinition {
  name: string;
  /** Which query needs it, in words. */
  serves: string;
  key: Record<string, 1 | -1 | 'text'>;
  unique?: boolean;
  /** Seconds after the (single) date field when a document is deleted. */
  expireAfterSeconds?: number;
  /** Restricts the index to documents that match. */
  partialFilterExpression?: Record<string, unknown>;
}

/** A collection with its indexes; declared beside its schema. */
export interface CollectionDefinition {
  name: string;
  indexes: readonly IndexDefinition[];
}
