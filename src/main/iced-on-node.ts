/** Imported for its effect by every program on Node that runs the machine: `iced-x86` is a package there. */
import type * as Iced from 'iced-x86';
import { provideIced } from '../machine/encoding/iced';

provideIced(() => require('iced-x86') as typeof Iced);
