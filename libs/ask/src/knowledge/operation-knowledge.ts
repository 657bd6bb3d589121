/** How much attention one occurrence deserves, before it is known who did it and whether it is usual. */
export const KNOWLEDGE_LEVELS = ['routine', 'notable', 'sensitive', 'critical'] as const;
export type KnowledgeLevel = (typeof KNOWLEDGE_LEVELS)[number];

/** What is known about an operation, whoever did it. Every text is one or more whole sentences. */
export interface OperationKnowledge {
  /** Names as Microsoft writes them; compared without regard to case, blanks and a full stop at the end. */
  names: readonly string[];
  /** Services of the product in which the names mean this; absent: in all of them. */
  services?: readonly string[];
  level: KnowledgeLevel;
  means: string;
  /** Why it matters for security. */
  matters: string;
  /** Concrete checks, the first one first. */
  check: readonly string[];
  /** When it is nothing to worry about. */
  normal: string;
  /** Techniques of MITRE ATT&CK that it can be a trace of, such as `T1098.003`. */
  attack?: readonly string[];
}
