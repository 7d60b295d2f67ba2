import { describeKilledRuns } from '../helpers/killed-runs.ts';

// All moments take a while: they are shared out among files, which run beside each other.
await describeKilledRuns(1, 3);
