/** Promises and deeds a reply may claim only where a policy authorises them, by language. */

/** Concepts a policy may authorise, with the words that name them. */
const concepts: Record<string, RegExp> = {
  refund: /refund|reimburs|money back|erstatt|rückzahl|gutschrift|rembours|reembols|devolu|rimbors|restituz|terugbetal|返金|払い戻/iu,
  replacement: /replac(?:e|ement)|new (?:one|unit|device)|ersatz|ersetz|umtausch|remplac|échang|reemplaz|sustitu|substitu|sostitu|vervang|交換/iu,
  credit: /credit|voucher|gift card|guthaben|gutschein|crédit|bon d['’]achat|avoir|crédito|vale|cupón|cupom|credito|buono|tegoed|クレジット|クーポン/iu,
  discount: /discount|% off|rabatt|nachlass|remise|réduction|descuento|desconto|sconto|korting|割引/iu,
  compensation: /compensat|goodwill|entschädig|dédommag|indemni|compensa|indenniz|risarc|schadevergoeding|補償/iu,
  cancellation: /cancel|kündig|stornier|annul|résili|cancela|annull|disd|opzeg|キャンセル|解約/iu,
  waiver: /waiv|free of charge|at no cost|erlass|kostenlos|kostenfrei|gratuit|sin coste|gratis|grátis|gratuitamente|無料/iu,
  delivery:
    /(?:ship|send|deliver|dispatch)(?:ed|ing)? (?:you |it (?:out|to you)|a (?:new|replacement)|your (?:order|parcel|package|replacement))|(?:will be|has been) (?:shipped|dispatched|delivered)|zuschicken|zusenden|expédierons|enverrons|enviaremos|spediremo|toesturen|発送いたします/iu,
  guarantee: /guarantee|promise|assure you|garantier|versprech|promett|garantiz|promet|garanti|beloof|beloven|保証|約束/iu,
};

/** Someone of the team commits, or says it is done, or tells the customer what they will get. */
const commitments = [
  /\b(?:we|i|our (?:team|staff|manager)|my (?:team|manager)|the (?:team|company))(?:['’](?:ll|ve|re|m|d)|\s(?:will|shall|have|has|can|are|am|is|would|(?:am|are|is) (?:going to|happy to|able to)|promise|guarantee|agree|approved?|process(?:ed)?|issued?|grant(?:ed)?|offer(?:ed)?|already|just|hereby|refunded|cancell?ed|waived|sent|credited|replaced))\b/iu,
  /\byou(?:['’]ll|\swill|\sare (?:entitled|eligible|guaranteed|getting|going to)|['’]re (?:entitled|getting|going to)|\sget|\sreceive|\sshall)\b/iu,
  /\b(?:your|the|a|this|full)\s(?:[\p{L}-]+\s){0,3}(?:has|have|is|are|was|were|will)\s(?:been\s|be\s|now\s|already\s|hereby\s)*(?:approved|processed|issued|granted|refunded|credited|replaced|cancell?ed|waived|sent|shipped|on (?:its|the) way|guaranteed|confirmed|initiated|accepted|authori[sz]ed)\b/iu,
  /\b(?:wir|ich|unser team)\b[^.!?\n]{0,80}\b(?:werden?|haben?|können?|erstatten|ersetzen|garantieren|versprechen|schicken|gewähren|gutschreiben|schreiben|übernehmen|stornieren|erlassen|überweisen)\b|\b(?:werden?|haben?|können?)\s(?:wir|ich)\b|\b(?:sie|du) (?:erhalten|bekommen|erhältst|bekommst|haben anspruch|hast anspruch)\b|\b(?:wurde|wird|ist)\b[^.!?\n]{0,60}\b(?:genehmigt|erstattet|veranlasst|gutgeschrieben|ersetzt|storniert|versendet|überwiesen|bewilligt)\b/iu,
  /\b(?:nous|je|notre équipe)\s(?:vous\s)?(?:\p{L}{0,4}\s)?(?:allons|vais|avons|ai|pouvons|\p{L}+(?:rons|rai)|garantissons|promettons|remboursons|accordons|offrons)|\bvous (?:recevrez|serez|obtiendrez|avez droit|bénéficiez|allez)\b|\b(?:a|ont|est|sera|seront) (?:été )?(?:approuvée?s?|remboursée?s?|accordée?s?|créditée?s?|remplacée?s?|annulée?s?|traitée?s?|validée?s?)(?!\p{L})/iu,
  /\b(?:le|les|te)?\s?(?:vamos a|voy a|hemos|he|podemos|garantizamos|prometemos|\p{L}+(?:aremos|eremos|iremos|aré|eré|iré))(?!\p{L})|\b(?:recibirá|recibirás|obtendrá|obtendrás|tiene derecho|tienes derecho)(?!\p{L})|\b(?:ha|han) sido (?:aprobad|reembolsad|procesad|concedid|abonad|cancelad|enviad)/iu,
  /\b(?:vamos|vou|iremos|podemos|garantimos|prometemos|\p{L}+(?:aremos|eremos|arei|erei))(?!\p{L})|\b(?:você|o senhor|a senhora)? ?(?:receberá|vai receber|tem direito)(?!\p{L})|\b(?:foi|foram|será) (?:aprovad|reembolsad|processad|concedid|creditad|cancelad|enviad)/iu,
  /\b(?:le |la |vi )?(?:\p{L}+(?:eremo|iremo|erò|irò)|abbiamo|possiamo|garantiamo|promettiamo|provvederemo)(?!\p{L})|\b(?:riceverà|riceverai|otterrà|ha diritto|hai diritto)(?!\p{L})|\b(?:è|sono|sarà) (?:stat[oaei] )?(?:approvat|rimborsat|elaborat|concess|accreditat|annullat|spedit)/iu,
  /\b(?:we|wij|ik|ons team)\s(?:zullen|zal|gaan|ga|hebben|heb|kunnen|kan|garanderen|beloven|betalen|vergoeden|sturen|vervangen)\b|\b(?:u|je|jij) (?:krijgt|ontvangt|zult|zal|heeft recht|hebt recht)\b|\b(?:is|wordt|zijn|worden) [^.!?\n]{0,40}(?:goedgekeurd|terugbetaald|vergoed|vervangen|geannuleerd|verzonden|verwerkt)\b/iu,
  /(?:いたします|致します|します|させていただきます|しました|いたしました|承認され|お約束|保証)/u,
];

/** Being a statement of fact or a way to ask for it, not a commitment. */
const HARMLESS =
  /\b(?:if|when|whether|unless|may|might|can (?:request|ask|apply|cancel|contact|replace|return)|to (?:request|ask|apply|cancel|claim)|how to|falls|wenn|si|se|als)\b/iu;
/** Claims that stay a promise however they are hedged. */
const FIRM = /\b(?:we|i)(?:['’]ll|\swill|['’]ve|\shave|\spromise|\sguarantee)\b|\bapproved\b/iu;

/** Concepts a text promises in one of its sentences without one of `authorises`; empty when it promises nothing. */
export function unauthorisedPromises(text: string, authorises: readonly string[]): string[] {
  const allowed = authorises.map((name) => name.toLowerCase());
  const promised = text.split(/(?<=[.!?。;])\s*/u).filter(commits);
  return Object.entries(concepts)
    .filter(
      ([name, pattern]) =>
        promised.some((part) => pattern.test(part)) && !allowed.some((given) => given === name || given.includes(name) || pattern.test(given)),
    )
    .map(([name]) => name);
}

const commits = (sentence: string) => commitments.some((pattern) => pattern.test(sentence)) && (!HARMLESS.test(sentence) || FIRM.test(sentence));
