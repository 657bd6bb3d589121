import { createContext, useContext } from 'react';

/** Ends the session; null where nobody signs in. */
export const SignOutContext = createContext<(() => void) | null>(null);
export const useSignOut = (): (() => void) | null => useContext(SignOutContext);
