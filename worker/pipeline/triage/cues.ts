/**
 * Words that must not be overlooked whatever a model has learned: anger, legal steps, danger to people. Written folded
 * (lower case, without accents); `*` is any ending, `_` a space.
 */
import { fold } from '../../text/fold.ts';

/** `foreign`: the customer says that what the ticket is about is not this company's. */
export type CueKind = 'angry' | 'negative' | 'positive' | 'legal' | 'safety' | 'foreign';

const lists: Readonly<Record<CueKind, string>> = {
  angry:
    'unacceptable|ridiculous|outrageous|disgusting|disgusted|disgraceful|furious|livid|pissed*|fed_up|sick_of|sick_and_tired|appalling|appalled|pathetic|scam|scammers|scammed|ripped_off|rip_off|thieves|liars|lying|worst_(?:company|service|support|experience)|never_again|fuck*|shit*|bullshit|wtf|damn|crap|idiots|idiot|morons|useless_company|utterly_useless|shame_on|how_dare|what_the_hell|incompetent|had_enough|last_straw|absolute_joke|a_joke|infuriating|enraged|angry|extremely_disappointed|waste_of_(?:time|money)|' +
    'unverschamt*|frechheit|inakzeptabel|lacherlich|unfassbar|wutend|stinksauer|sauer|zumutung|abzocke|betruger*|betrug|schlimmste|nie_wieder|verarsch*|scheiss*|skandal|unmoglich_dieser|ich_habe_es_satt|platzt_der_kragen|empor*|sauerei|katastrophal*|unter_aller_sau|' +
    'inadmissible|scandaleux|honteux|inacceptable|ridicule|furieux|furieuse|marre|ras_le_bol|arnaque*|voleurs|escroc*|foutage|merde|degoutant|plus_jamais|une_honte|excede*|incompetents|nullissime|en_colere|' +
    'inaceptable|indignante|vergonzoso|verguenza|ridiculo|furioso|furiosa|harto|harta|estafa*|ladrones|pesimo|pesima|nunca_mas|mierda|asco|indignado|indignada|una_burla|inaudito|el_colmo|enojad*|enfadad*|' +
    'inaceitavel|vergonha|vergonhoso|absurdo|indignad*|furios*|farto|farta|golpe|ladroes|pessimo|pessima|nunca_mais|merda|palhacada|um_nojo|revoltad*|descaso|falta_de_respeito|' +
    'inaccettabile|vergogna|vergognoso|ridicolo|furioso|truffa|ladri|pessimo|mai_piu|schifo|incompetenti|' +
    'onacceptabel|belachelijk|schandalig|woedend|oplichters|oplichting|nooit_meer|waardeloos|schande|boos',
  negative:
    'disappoint*|frustrat*|annoy*|terrible|awful|horrible|bad|poor|worse|worst|upset|unhappy|broken|useless|problem|problems|issue|issues|fail*|error|errors|wrong|crash*|cannot|cant|wont|doesnt_work|not_working|is_down|been_down|outage|stuck|slow|lost|missing|complaint|hate|stopped_working|refuse*|never_arrived|still_waiting|unfortunately|' +
    'enttausch*|argerlich|schlecht*|schrecklich|leider|problem*|fehler|kaputt|funktioniert_nicht|geht_nicht|ausgefallen|ausfall|falsch*|verloren|beschwerde|warte_immer_noch|nervt|' +
    'decu*|mauvais*|horrible|probleme*|erreur*|cassee|ne_marche_pas|ne_fonctionne_pas|en_panne|dommage|casse|perdu|plainte|malheureusement|impossible|lent*|' +
    'decepcion*|malo|mala|caid[ao]s?|se_cayo|se_rompio|terrible|problema*|error*|no_funciona|roto|rota|perdido|queja|lamentablemente|lento|molest*|imposible|fallo|' +
    'decepcion*|ruim|caiu|fora_do_ar|partiu_se|quebrou|pessim*|problema*|erro|erros|nao_funciona|quebrad*|perdi*|reclamacao|infelizmente|lento|frustrad*|' +
    'delus*|pessim*|problem*|errore|non_funziona|rotto|purtroppo|lamentela|teleurgesteld|slecht*|probleem|problemen|werkt_niet|kapot|helaas|klacht',
  positive:
    'thank*|great|love|awesome|excellent|perfect|amazing|wonderful|appreciate|happy|works_now|solved|fixed_it|well_done|fantastic|brilliant|' +
    'danke|vielen_dank|super|toll|prima|perfekt|freue|begeistert|klasse|wunderbar|gefallt_mir|' +
    'merci|jadore|parfait|genial|excellent*|super|ravi*|bravo|formidable|gracias|excelente*|perfecto|genial|encant*|maravill*|contento|' +
    'obrigad*|excelente*|perfeito|otim*|adorei|maravilh*|feliz|grazie|perfetto|ottimo|bravissim*|bedankt|geweldig|prachtig|fijn',
  legal:
    'lawyer|lawyers|attorney|solicitor|legal_action|legal_steps|legal_proceedings|legal_advice|sue|suing|sue_you|lawsuit|take_you_to_court|see_you_in_court|small_claims|in_court|to_court|class_action|trading_standards|consumer_protection|ombudsman|attorney_general|better_business_bureau|file_a_complaint_with|data_protection_authority|regulator|police_report|go_to_the_police|press_charges|cease_and_desist|breach_of_contract|litigation|legal_department|legal_counsel|' +
    'anwalt|anwaltlich*|anwaltin|rechtsanwalt|rechtsanwaltin|rechtsanwalte|rechtliche_schritte|rechtsweg|klage|verklage*|verklagen|gericht|gerichtlich*|verbraucherzentrale|verbraucherschutz|anzeige_erstatten|strafanzeige|mahnbescheid|abmahnung|datenschutzbehorde|juristische_schritte|schlichtungsstelle|' +
    'avocat|avocate|poursuites|poursuivre_en_justice|action_en_justice|tribunal|justice|porter_plainte|depose*_plainte|mise_en_demeure|repression_des_fraudes|dgccrf|ufc_que_choisir|mediateur|cnil|huissier|' +
    'abogado|abogada|abogados|demanda_judicial|demandar|demandarlos|demandare|acciones_legales|accion_legal|medidas_legales|tribunales|juicio|denuncia|denunciar|denunciare|profeco|facua|oficina_del_consumidor|proteccion_al_consumidor|via_judicial|' +
    'advogado|advogada|processar|processo_judicial|acao_judicial|medidas_judiciais|medidas_legais|procon|justica|tribunal|denunciar|livro_de_reclamacoes|reclame_aqui|deco|via_judicial|' +
    'avvocato|avvocati|vie_legali|azione_legale|denuncia|denunciare|tribunale|querela|codacons|advocaat|rechtbank|juridische_stappen|aangifte|rechtszaak|consumentenbond|geschillencommissie',
  safety:
    'smoke|smoking|smouldering|burning_smell|(?:smell|smells|smelled|smelt|smelling|stinks|stinking|reeks)_(?:like_|of_)?(?:something_)?(?:burn*|scorch*|smoke*)|smell_of_burning|burning_plastic|scorched|scorching|charred|burn_marks?|too_hot_to_touch|caught_fire|on_fire|catching_fire|fire_hazard|flames|in_flames|sparks|sparking|sparked|electric_shock|electrocuted|got_a_shock|shocked_me|gave_me_a_shock|exploded|explosion|exploding|injured|injury|injuries|burned_(?:my|his|her|our|me|by|himself|herself)|burnt_(?:my|his|her|our|me|by|himself|herself)|burns_on|hospital|emergency_room|ambulance|bleeding|swollen_battery|battery_(?:is_)?(?:swollen|swelling|bulging|leaking)|bulging_battery|gas_leak|smell_gas|smells_of_gas|carbon_monoxide|choking|choked|allergic_reaction|anaphyla*|poisoned|poisoning|overheat*_and|melted|melting|scalded|kill_myself|suicide|suicidal|self_harm|end_my_life|' +
    'rauch*|qualm*|verbrannt_gerochen|brandgeruch|riecht_verbrannt|riecht_nach_rauch|verschmort|angeschmort|brennt|feuer_gefangen|in_flammen|funken|stromschlag|explodiert|explosion|verletzt*|verletzung|verbrannt_(?:hat|habe|an)|verbrennung|krankenhaus|notaufnahme|blutet|aufgeblahter_akku|akku_(?:ist_)?(?:aufgeblaht|gewolbt|ausgelaufen)|gasgeruch|allergische_reaktion|vergiftung|geschmolzen|selbstmord|umbringen|' +
    'fumee|odeur_de_brule|sent_le_brule|pris_feu|prend_feu|en_feu|flammes|etincelle*|electrocute*|decharge_electrique|explose|explosion|blesse|blessee|blessure|brulure*|brule_(?:la|le|ma|mon)|hopital|urgences|saigne|batterie_gonflee|batterie_gonfle|fuite_de_gaz|odeur_de_gaz|reaction_allergique|intoxication|fondu|suicide|' +
    'humo|huele_a_quemado|olor_a_quemado|se_incendio|prendio_fuego|en_llamas|llamas_salieron|chispas|descarga_electrica|electrocut*|exploto|explosion|herido|herida|lesion|lesionado|quemadura*|me_queme|se_quemo_la|hospital|sangra*|bateria_hinchada|bateria_inflada|fuga_de_gas|olor_a_gas|reaccion_alergica|intoxicacion|derretido|derritio|suicid*|' +
    'fumaca|fumo_saindo|cheiro_de_queimado|cheira_a_queimado|cheiro_a_queimado|pegou_fogo|pega_fogo|em_chamas|faiscas|faisca|choque_eletrico|levei_um_choque|explodiu|explosao|ferido|ferida|ferimento|lesao|queimadura*|me_queimei|hospital|sangr*|bateria_inchada|bateria_estufada|vazamento_de_gas|cheiro_de_gas|reacao_alergica|intoxicacao|derreteu|suicid*|' +
    'fumo|odore_di_bruciato|puzza_di_bruciato|preso_fuoco|fiamme|scintille|scossa_elettrica|esploso|ferito|ferita|ustion*|ospedale|batteria_gonfia|fuga_di_gas|rook|brandlucht|vlam_gevat|vonken|schok_gekregen|ontploft|gewond|brandwond*|ziekenhuis|gaslucht',
  foreign:
    '(?:not|isnt|arent|wasnt)_(?:actually_|really_|even_)?one_of_(?:yours|your_(?:own_)?(?:products|devices|models))|(?:(?:is|its|are|was)_not|isnt|arent|wasnt)_(?:actually_|really_|even_)?(?:yours|your_(?:own_)?(?:product|device|brand|make))|not_(?:made|sold|built)_by_(?:you|your_company)|' +
    '(?:ist|sind|war|stammt|kommt)_(?:[^ ]+_)?(?:nicht|keine?s?)_(?:produkt_|gerat_)?von_(?:euch|ihnen)|keine?s_(?:eurer|ihrer)_(?:produkte|gerate)|nicht_(?:euer|ihr|eure|ihre)_(?:produkt|gerat|marke)|nicht_von_(?:eurer|ihrer)_(?:marke|firma)|' +
    'pas_de_chez_vous|pas_(?:l)?une?_des_votres|pas_(?:l)?une?_de_vos_(?:produits|appareils)|pas_de_(?:votre|vos)_(?:marque|produits|appareils)|pas_votre_(?:produit|appareil|marque)|' +
    'no_es_(?:uno_|una_|un_)?(?:producto_|aparato_)?(?:de_(?:ustedes|vosotros|los_suyos|los_vuestros|sus_productos|vuestros_productos|su_marca|vuestra_marca)|suyo|suya|vuestro|vuestra)|' +
    'nao_e_(?:um_|uma_)?(?:produto_|aparelho_)?(?:de_voces|vosso|vossa|d[ao]s_(?:vossos|vossas|seus_produtos|vossos_produtos)|da_(?:sua|vossa)_marca)|' +
    'non_e_(?:un_|uno_|una_)?(?:prodotto_|apparecchio_)?(?:vostro|vostra|dei_vostri|della_vostra_marca)|(?:is|zijn)_(?:[^ ]+_)?(?:niet|geen_(?:product|apparaat))_van_jullie|niet_jullie_(?:product|merk)',
};

/** Phrases that hold such a word and mean something else. */
const lookAlikes =
  /\b(?:smoke (?:test|tests|testing|detector|detectors|alarm|alarms|sensor|free)|smoking (?:gun|section)|non smoking|rauchmelder|nichtraucher|detecteur de fumee|detector de humo|legal (?:name|entity|address|page|notice|department address)|tennis court|court (?:booking|reservation)|lawyer template|klage nicht|anwaltskanzlei (?:als|ist) kunde|sans probleme|no problem|kein problem|sin problema|sem problema|nessun problema|geen probleem|no smoke|fireworks?|issue (?:an? )?(?:invoice|refund|receipt)|how (?:do|can) i|shared? hospital|hospital (?:account|plan|license|customer|network)|(?:we are|i am|i m|im) (?:a |an )?(?:lawyer|attorney|hospital|law firm)|ich bin (?:rechts)?anwalt|je suis avocate?|soy abogad[oa]|sou advogad[oa]|explosion of|sue (?:from|is|has|was)|melted (?:cheese|butter)|error de dedo|thanks? (?:in advance|for nothing)|justice league|smoke ?screen)\b/gu;

const japanese: Readonly<Record<CueKind, RegExp>> = {
  angry: /許せな|ふざけ|最悪|詐欺|呆れ|あきれ|怒|腹が立|いい加減に|ひどすぎ|酷すぎ|二度と|馬鹿に|バカに|クソ|話にならな|信じられな|非常識/u,
  negative: /困っ|不満|残念|問題|エラー|不具合|壊れ|動か(?:な|ず)|できませ|できな|届か(?:な|ず)|届きませ|遅い|間違|失敗|故障|悪い/u,
  positive: /ありがと|感謝|助かりま|助かっ|嬉し|うれし|素晴らし|最高|満足/u,
  legal: /弁護士|訴訟|訴え|法的|裁判|消費者センター|消費生活センター|警察|告訴|被害届|内容証明|提訴/u,
  foreign: /(?:御社|貴社|お宅|そちら)(?:様)?の(?:製品|商品|もの|機種)では(?:あり|な)/u,
  safety:
    /煙|発火|火花|火事|火災|燃え|焦げ|感電|爆発|怪我|けが|ケガ|火傷|やけど|ヤケド|病院|救急|出血|膨らん|膨張|ガス漏れ|ガス臭|アレルギー反応|中毒|溶け|自殺|死にたい/u,
};

export type Cue = { kind: CueKind; phrases: string[] };

const compiled = new Map<CueKind, RegExp>();
function pattern(kind: CueKind): RegExp {
  let made = compiled.get(kind);
  if (!made) {
    made = new RegExp(`(?<= )(?:${lists[kind].replaceAll('_', ' ').replaceAll('*', '[^ ]*')})(?= )`, 'gu');
    compiled.set(kind, made);
  }
  return made;
}

const NEGATED =
  /(?:^| )(?:no|not|without|never|isnt|wasnt|dont|kein|keine|nicht|ohne|pas|sans|aucun|aucune|sin|ningun|ninguna|sem|nenhum|nenhuma|non|senza|geen|niet)(?: [^ ]+){0,2} $/u;
const READ = 12_000;

/** What of each kind `text` holds, at most three phrases a kind; a negated danger is none. */
export function findCues(text: string): Map<CueKind, string[]> {
  const raw = text.slice(0, READ).normalize('NFKC');
  const words = ` ${fold(raw)
    .replace(/['’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `.replace(lookAlikes, ' # ');
  const cjk = /[\u3040-\u30ff]/.test(raw);
  const found = new Map<CueKind, string[]>();
  for (const kind of Object.keys(lists) as CueKind[]) {
    const phrases: string[] = [];
    for (const match of words.matchAll(pattern(kind))) {
      const strict = kind === 'safety' || kind === 'legal';
      if (strict && NEGATED.test(words.slice(Math.max(0, match.index - 40), match.index))) continue;
      phrases.push(match[0]);
    }
    if (cjk) phrases.push(...[...raw.matchAll(new RegExp(japanese[kind], 'gu'))].map((m) => m[0]));
    if (phrases.length > 0) found.set(kind, [...new Set(phrases)].slice(0, kind === 'negative' || kind === 'positive' ? 12 : 3));
  }
  return found;
}
