import { fold } from '../../text/fold.ts';

/** First words of instructions in the languages help centres are mostly written in, folded. */
const IMPERATIVES = new Set(
  (
    'click select choose open go press type enter tap check uncheck restart close download install remove delete turn switch sign log scroll find look copy paste drag right-click double-click ' +
    'enable disable make save add set use navigate hold run visit expand clear start wait repeat update click: confirm follow ' +
    'klicken klicke wahlen wahle offnen offne gehen gehe geben gib drucken drucke tippen tippe schliessen starten laden loschen suchen scrollen aktivieren deaktivieren ' +
    'cliquez selectionnez choisissez ouvrez allez appuyez saisissez entrez fermez redemarrez telechargez supprimez faites cochez decochez ' +
    'haz haga pulsa pulse selecciona seleccione elige elija abre abra ve vaya escribe escriba cierra reinicia descarga elimina ' +
    'clique selecione escolha abra va digite pressione feche reinicie baixe exclua ' +
    'fai scegli apri vai premi digita chiudi riavvia scarica rimuovi seleziona klik kies selecteer'
  ).split(' '),
);

/** Whether a sentence or an item tells the reader to do something, or not to. */
export function isInstruction(text: string): boolean {
  const words = text
    .replace(/^[^\p{L}\p{N}(]*(?:\(?\d{1,3}[.)]\s*)?(?:\([^)]*\)\s*)?/u, '')
    .split(/[\s:,]+/)
    .filter(Boolean);
  return IMPERATIVES.has(fold(words[0] ?? '')) || /^(?:do not|don['’]t|make sure|be sure|never)\b/i.test(words.slice(0, 2).join(' '));
}

/** Whether at least half of the items tell the reader to do something: a bulleted list can be steps. */
export function readsAsSteps(items: readonly string[]): boolean {
  if (items.length < 2) return false;
  const count = items.filter((item) => IMPERATIVES.has(fold(item.split(/[\s:,]+/).filter(Boolean)[0] ?? ''))).length;
  return count * 2 >= items.length;
}
