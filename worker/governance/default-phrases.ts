/**
 * Sentences the product says of its own accord, by language: part of the release, so that a team can word them anew.
 * Keys in a manifest's prompts are `say.<phrase>.<language>`.
 */
const phrases = {
  holding: {
    en: 'Thank you for your message. A colleague is taking over your request and will look into it personally.',
    de: 'Vielen Dank für Ihre Nachricht. Eine Kollegin oder ein Kollege übernimmt Ihr Anliegen und sieht es sich persönlich an.',
    es: 'Gracias por su mensaje. Un compañero se hace cargo de su consulta y la revisará personalmente.',
    fr: 'Merci pour votre message. Un collègue prend votre demande en charge et l’examinera personnellement.',
    pt: 'Obrigado pela sua mensagem. Um colega vai assumir o seu pedido e analisá-lo pessoalmente.',
    ja: 'お問い合わせありがとうございます。担当者が引き継ぎ、内容を確認いたします。',
    it: 'Grazie per il messaggio. Un collega prende in carico la richiesta e la esaminerà personalmente.',
    nl: 'Bedankt voor uw bericht. Een collega neemt uw vraag over en kijkt er persoonlijk naar.',
  },
  not_found: {
    en: 'I could not find an answer to this in our knowledge base, so I would rather not guess.',
    de: 'Dazu habe ich in unserer Wissensdatenbank leider nichts gefunden und möchte nicht raten.',
    es: 'No he encontrado una respuesta a esto en nuestra base de conocimientos y prefiero no adivinar.',
    fr: 'Je n’ai pas trouvé de réponse à ce sujet dans notre base de connaissances et je préfère ne pas deviner.',
    pt: 'Não encontrei resposta para isto na nossa base de conhecimento e prefiro não adivinhar.',
    ja: '当社のナレッジベースに該当する情報が見つかりませんでした。',
    it: 'Non ho trovato una risposta nella nostra base di conoscenza e preferisco non tirare a indovinare.',
    nl: 'Ik heb hierover niets in onze kennisbank gevonden en wil niet gokken.',
  },
  out_of_scope: {
    en: 'This seems to be about something our team does not look after.',
    de: 'Das scheint etwas zu betreffen, für das unser Team nicht zuständig ist.',
    es: 'Parece que se trata de algo de lo que nuestro equipo no se ocupa.',
    fr: 'Cela semble concerner un sujet dont notre équipe ne s’occupe pas.',
    pt: 'Isto parece dizer respeito a algo que a nossa equipa não trata.',
    ja: 'こちらは当チームの担当範囲外の内容のようです。',
    it: 'Sembra riguardare qualcosa di cui il nostro team non si occupa.',
    nl: 'Dit lijkt te gaan over iets waar ons team niet over gaat.',
  },
  ask_details: {
    en: 'Could you describe what you were trying to do, and what happened instead?',
    de: 'Können Sie beschreiben, was Sie tun wollten und was stattdessen passiert ist?',
    es: '¿Puede describir qué intentaba hacer y qué ocurrió en su lugar?',
    fr: 'Pouvez-vous décrire ce que vous vouliez faire et ce qui s’est passé à la place ?',
    pt: 'Pode descrever o que estava a tentar fazer e o que aconteceu?',
    ja: '何をしようとして、実際に何が起きたかを教えていただけますか？',
    it: 'Può descrivere che cosa stava cercando di fare e che cosa è successo invece?',
    nl: 'Kunt u beschrijven wat u wilde doen en wat er in plaats daarvan gebeurde?',
  },
  ask_empty: {
    en: 'Your message reached us without any text. What can we help you with?',
    de: 'Ihre Nachricht kam ohne Text bei uns an. Wobei können wir Ihnen helfen?',
    es: 'Su mensaje nos llegó sin texto. ¿En qué podemos ayudarle?',
    fr: 'Votre message nous est parvenu sans texte. En quoi pouvons-nous vous aider ?',
    pt: 'A sua mensagem chegou sem texto. Em que podemos ajudar?',
    ja: '本文のないメッセージを受け取りました。どのようなご用件でしょうか？',
    it: 'Il suo messaggio è arrivato senza testo. Come possiamo aiutarla?',
    nl: 'Uw bericht kwam zonder tekst bij ons aan. Waarmee kunnen we u helpen?',
  },
  ask_error: {
    en: 'What does the error message say, word for word?',
    de: 'Wie lautet die Fehlermeldung im Wortlaut?',
    es: '¿Qué dice exactamente el mensaje de error?',
    fr: 'Que dit exactement le message d’erreur ?',
    pt: 'O que diz exatamente a mensagem de erro?',
    ja: 'エラーメッセージの内容をそのまま教えていただけますか？',
    it: 'Che cosa dice esattamente il messaggio di errore?',
    nl: 'Wat staat er letterlijk in de foutmelding?',
  },
  ask_version: {
    en: 'Which device and which version are you using?',
    de: 'Welches Gerät und welche Version verwenden Sie?',
    es: '¿Qué dispositivo y qué versión utiliza?',
    fr: 'Quel appareil et quelle version utilisez-vous ?',
    pt: 'Que dispositivo e que versão utiliza?',
    ja: 'お使いの端末とバージョンを教えていただけますか？',
    it: 'Quale dispositivo e quale versione utilizza?',
    nl: 'Welk apparaat en welke versie gebruikt u?',
  },
  ask_plan: {
    en: 'Which plan are you on?',
    de: 'Welchen Tarif nutzen Sie?',
    es: '¿Qué plan tiene contratado?',
    fr: 'Quelle formule utilisez-vous ?',
    pt: 'Qual é o seu plano?',
    ja: 'どのプランをご利用でしょうか？',
    it: 'Quale piano ha attivo?',
    nl: 'Welk abonnement hebt u?',
  },
  ask_region: {
    en: 'Which country are you in?',
    de: 'In welchem Land befinden Sie sich?',
    es: '¿En qué país se encuentra?',
    fr: 'Dans quel pays vous trouvez-vous ?',
    pt: 'Em que país se encontra?',
    ja: 'どちらの国でご利用でしょうか？',
    it: 'In quale paese si trova?',
    nl: 'In welk land bevindt u zich?',
  },
  ask_order: {
    en: 'What is your order number?',
    de: 'Wie lautet Ihre Bestellnummer?',
    es: '¿Cuál es su número de pedido?',
    fr: 'Quel est votre numéro de commande ?',
    pt: 'Qual é o número da sua encomenda?',
    ja: 'ご注文番号を教えていただけますか？',
    it: 'Qual è il numero del suo ordine?',
    nl: 'Wat is uw bestelnummer?',
  },
  ask_identity: {
    en: 'Before we continue, could you confirm the e-mail address on the account, so that we know we are talking to its owner?',
    de: 'Können Sie uns bitte zuerst die E-Mail-Adresse des Kontos bestätigen, damit wir wissen, dass wir mit der richtigen Person sprechen?',
    es: 'Antes de continuar, ¿puede confirmar el correo electrónico de la cuenta para que sepamos que hablamos con su titular?',
    fr: 'Avant de continuer, pouvez-vous confirmer l’adresse e-mail du compte, afin que nous sachions que nous parlons à son titulaire ?',
    pt: 'Antes de continuar, pode confirmar o e-mail da conta, para sabermos que falamos com o titular?',
    ja: 'ご本人確認のため、アカウントに登録されているメールアドレスを教えていただけますか？',
    it: 'Prima di proseguire, può confermare l’indirizzo e-mail dell’account, così sappiamo di parlare con il titolare?',
    nl: 'Kunt u eerst het e-mailadres van het account bevestigen, zodat we weten dat we met de eigenaar spreken?',
  },
} as const;

/** All phrases under the keys a manifest's prompts use. */
export function defaultPhrases(): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, byLanguage] of Object.entries(phrases)) for (const [language, text] of Object.entries(byLanguage)) flat[`say.${name}.${language}`] = text;
  return flat;
}
