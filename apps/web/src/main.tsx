import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { AccessGate } from './app/access-gate';
import { createAppRouter } from './app/router';
import { createQueryClient } from './shared/api/query-client';
import './styles.css';

// zod compiles schemas with `new Function`, which the Content-Security-Policy forbids.
config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const queryClient = createQueryClient();
const router = createAppRouter(queryClient);

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <AccessGate>
        <RouterProvider router={router} />
      </AccessGate>
    </QueryClientProvider>
  </StrictMode>,
);
