/** Words of a name that is written together: `Set-CASMailbox` as `Set-CAS Mailbox`, `wipe ManagedDevice` as `wipe Managed Device`. */
export const spacedWords = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
