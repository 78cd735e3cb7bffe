import { type Release, type ReleaseManifest, releaseManifestSchema } from '#shared/release';
import { canonicalJson, sha256 } from './canonical.ts';

/** Names a manifest by its content: `rel_` and 40 hex digits of the SHA-256 of its canonical JSON. Throws on a manifest the schema refuses. */
export function createRelease(manifest: ReleaseManifest): Release {
  const checked = releaseManifestSchema.parse(manifest);
  return { id: `rel_${sha256(canonicalJson(checked)).slice(0, 40)}`, manifest: checked };
}
