/** Countries in the languages the product speaks, from the runtime's own Unicode data. */
import { fold } from '../fold.ts';

const REGIONS =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GL GM GN GQ GR GT GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KP KR KW KZ LA LB LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PR PS PT PY QA RO RS RU RW SA SC SD SE SG SI SK SL SN SO SR SS SV SY SZ TD TG TH TJ TL TM TN TO TR TT TW TZ UA UG US UY UZ VA VE VN YE ZA ZM ZW';
const AMBIGUOUS = new Set(['georgia', 'jordan', 'chad', 'mali', 'turkey', 'cuba', 'niger', 'man', 'is']);

let names: Set<string> | null = null;

/** Folded names of countries in English, German, Spanish, French, Portuguese, Italian and Dutch. */
export function countryNames(): Set<string> {
  if (names) return names;
  names = new Set(['uk', 'usa', 'england', 'scotland', 'wales', 'czech republic', 'holland', 'u.s.', 'u.k.']);
  for (const language of ['en', 'de', 'es', 'fr', 'pt', 'it', 'nl']) {
    const display = new Intl.DisplayNames([language], { type: 'region' });
    for (const region of REGIONS.split(' ')) {
      const name = fold(display.of(region) ?? '');
      if (name.length > 3 && !AMBIGUOUS.has(name)) names.add(name);
    }
  }
  return names;
}
