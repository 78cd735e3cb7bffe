/** The panel's words in every language but English, which it brings itself. */

import type { Dictionary } from '../../../../panel/translate.ts';
import de from '../../../../panel/translations/de.json' with { type: 'json' };
import es from '../../../../panel/translations/es.json' with { type: 'json' };
import fr from '../../../../panel/translations/fr.json' with { type: 'json' };
import ja from '../../../../panel/translations/ja.json' with { type: 'json' };
import pt from '../../../../panel/translations/pt-BR.json' with { type: 'json' };

export const panelWords: Record<string, Dictionary> = { de, es, fr, ja, pt };
