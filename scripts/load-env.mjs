// Loaded by `node --import` in front of a program: reads `.env` when there is one. What the shell says goes first.
import { config } from 'dotenv';

config({ quiet: true });
