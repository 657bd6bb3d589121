// Rewrites package.json in the working folder for building the images: of the packages for development it keeps those
// that bundle the programs and the dashboard, a third of what is installed otherwise. The lock file stays as it is.
import { readFileSync, writeFileSync } from 'node:fs';

const bundlers = ['@iconify-json/lucide', '@tailwindcss/vite', '@vitejs/plugin-react', 'rolldown', 'tailwindcss', 'vite'];

const { devDependencies, ...rest } = JSON.parse(readFileSync('package.json', 'utf8'));
const kept = Object.fromEntries(bundlers.map((name) => [name, devDependencies[name]]));
writeFileSync('package.json', `${JSON.stringify({ ...rest, devDependencies: kept }, null, 2)}\n`);
