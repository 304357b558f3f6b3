import { config } from 'zod';

// zod compiles object schemas with `new Function` where it may. Under our Content-Security-Policy it may not, and even trying is reported
// as a violation. The renderer's entry imports this module before any schema is made.
config({ jitless: true });
