import { describe } from 'vitest';
import { createEmbeddedVectors } from '../../../worker/adapters/embedded/embedded-vectors.ts';
import { vectorIndexContract } from '../../contracts/vector-index.ts';

describe('embedded vectors', () => vectorIndexContract(async () => createEmbeddedVectors()));
