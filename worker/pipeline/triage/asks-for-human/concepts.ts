/**
 * What a sentence speaks of, in any of the languages: the same concepts everywhere, so that what is learned of how they
 * combine in one language holds in another. Words are folded; `*` is any ending, `_` a space.
 */

export const conceptNames = [
  'human',
  'staff',
  'someone',
  'office',
  'talk',
  'call',
  'pass',
  'want',
  'you',
  'my',
  'me',
  'bot',
  'no',
  'past',
  'thanks',
  'manage',
  'product',
  'other',
  'how',
  'who',
] as const;
export type Concept = (typeof conceptNames)[number];
export type ConceptWords = Readonly<Record<Concept, string>>;

export const concepts: Readonly<Record<string, ConceptWords>> = {
  en: {
    human: 'human|humans|human_being|real_person|actual_person|real_people|living_person|live_person|live_agent|real_agent|in_person|flesh|people_real',
    staff:
      'agent|agents|representative|representatives|rep|reps|operator|advisor|adviser|advisors|manager|managers|supervisor|superior|boss|employee|employees|staff|technician|engineer|specialist|expert|consultant|clerk|executive|lead(?!_to)|leader|director|case_worker|reviewer|personnel',
    someone: 'someone|somebody|anyone|anybody|person|people|colleague|colleagues|team|member|sm1|whoever|individual|guy|ppl|folks|your_end',
    office:
      'department|support|customer_service|customer_care|customer_support|helpdesk|help_desk|hotline|help_line|helpline|support_line|management|complaints|billing|sales|phone_support|service',
    talk: 'talk*|speak*|chat*|discuss*|contact*|reach*|conversation|a_word|word_with|deal|write|appointment|get_hold|touch|connected|tlk|spk|meet|hear_from|listen',
    call: 'call|calls|called|calling|phone*|ring|rings|telephone*|callback|number|dial',
    pass: 'transfer*|connect*|forward*|escalat*|hand|handed|pass|passed|put|route*|redirect*|assign*|refer*|switch|escalation|turn_over|take_over|takes_over|bring|get_me|give_me|send_me|let_me|involve',
    want: 'want*|need*|would|id|like|please|pls|plz|could|can|may|demand*|request*|require*|insist*|prefer*|wish*|must|expect*|rather|let|asking|appreciate|should|kindly|let_s|tired|refuse|will|ever',
    you: 'you|your|yours|u',
    my: 'my|our|ours|mine',
    me: 'me|us|i|we',
    bot: 'bot|bots|robot|robots|chatbot|chatbots|machine|machines|automated|automatic|ai|computer|algorithm|assistant|canned|virtual',
    no: 'no|not|dont|doesnt|never|without|cannot|cant|nobody|none|stop|enough|wont|didnt|isnt|rather_than|instead|unnecessary',
    past: 'was|were|has|had|did|said|told|helped|spoke|talked|yesterday|already|promised|ago|been|wrote|called_me|approved|solved|received|answered|last|fixed|solved|resolved|sorted|fixed_it|cancelled|stopped|spoken|chatted|got|answered_everything|called_twice|all_good',
    thanks:
      'thank*|thx|grateful|kudos|great|friendly|kind|helpful|excellent|nice|brilliant|awesome|amazing|fantastic|perfect|rocks|wonderful|polite|patient|love|loved|quick|always_so|fast|impressed',
    manage:
      'add*|creat*|remov*|delet*|invit*|configur*|set_up|setup|chang*|edit*|export*|import*|includ*|cost*|enable*|disable*|see|sees|view*|hire*|share*|hand_over_ownership|rename*|install*|updat*|track*|record*|mean*|use|uses|work|works|load*|manage|show*|display*|block*|available|stored|store|gift|register*|registering|close|keep|kept|send|notified|looks|limit',
    product:
      'role*|licen*|plan|plans|account*|dashboard*|field*|page|pages|button|widget|invoice*|project*|data|manual|permission*|seat*|module|app|website|site|export|report*|statistics|password*|tracking|order|parcel|price|trial|pdf|settings|profile*|string|login|api|video|photo|picture|avatar|file*|log|logs|form|browser|email_address|card|machine_error|screen|network|subscription|workspace|users|user|ownership|property|estate|resources|forwarding|crawler|captcha|verification|voice|skill|link|payment|payments|pickup|inbox|ticket_form|translation|add_on|admin|administrator|email_to|mailbox|monitoring|cookie|banner|vacuum|coffee|renewal|template|traffic|handset|hold_music|recording|forum|theme|bill|subscription_to|customer_number|deaf|hearing|reception*|step|approval|list|names|optional|group_chat|messages|recordings',
    other:
      'another|per|each|every|many|two|three|else|third|customers|visitors|clients|friends|husband|wife|son|daughter|bank|delivery|company|hacked|stole|family|neighbour|landlord|which|hotel|travel|estate|unknown|stranger|second|a_second|two_people|minor|customer_of_ours|our_customers|recipient|left_our|ordered|stranger|advertis*|marketing_calls|spam|telemarketing|named',
    how: 'how|where|what|which|when|why|does|do',
    who: 'who|whom|whoever|whos',
  },
  de: {
    human: 'mensch*|echte_person|echten_person|echter_person|echte_menschen|reale_person|echten_mitarbeiter|jemand_echtes|persoenlich*|personlich*',
    staff:
      'mitarbeiter*|sachbearbeiter*|vorgesetzt*|chef*|berater*|kundenberater*|betreuer*|ansprechpartner*|ansprechperson*|fachmann|experte*|spezialist*|techniker*|teamleiter*|leiter*|geschaftsfuhr*|geschaftsleitung|manager*|supervisor*|agent*|operator*|supporter|servicemitarbeiter*|supportmitarbeiter*|verantwortlich*|zustandig*|angestellt*|fachkraft|entscheider|bearbeiter*',
    someone: 'jemand*|irgendjemand*|person*|kolleg*|team|wen|wem|leute|leute',
    office: 'abteilung|*abteilung|kundendienst|kundenservice|support|hotline|fachabteilung|direktion|stelle|zentrale|telefonsupport',
    talk: 'sprech*|spreche|reden|rede|chatten|kontakt*|erreich*|gesprach*|besprech*|klaren|wenden|unterhalt*|melden|meldet|schreiben|apparat|verbunden',
    call: 'ruf|rufen|ruft|anruf*|anzurufen|angerufen|ruckruf*|rueckruf*|zuruckruf*|zuruckgerufen|telefon*|nummer|durchwahl|*nummer',
    pass: 'verbind*|leiten|leite|leitet|weiterleit*|weitergeleit*|weitergeb*|weiterreich*|ubergeb*|uebergeb*|eskalier*|eskalation|durchstell*|stellen_sie|geben|gib|weiter|hinzuzieh*|holen|hole|lassen|lass|ran|zuweis*|draufschau*|druberschau*|weisen|zugewiesen',
    want: 'will|mochte*|moechte*|bitte*|brauche*|wurde*|wuerde*|hatte_gern*|verlang*|forder*|kann|konnen|konnte*|koennt*|darf|gern*|wunsch*|wollen|soll*|muss|benotig*|lieber|besteh*',
    you: 'sie|ihr|ihre|ihrem|ihren|ihrer|ihnen|euch|eure*|euer|du',
    my: 'mein*|unser*',
    me: 'ich|mich|mir|wir|uns',
    bot: 'bot|bots|chatbot*|roboter*|maschine*|automat*|ki|computer|textbaustein*|assistent*|standardantwort*|automatisch*',
    no: 'nicht|kein*|nie|niemals|ohne|niemand*|statt|schluss|unnotig|weder',
    past: 'war|waren|hat|hatte|habe|haben|wurde_gestern|gestern|bereits|schon|sagte|half|geholfen|gesprochen|telefoniert|versprochen|zugesagt|schrieb|erledigt|geantwortet|entgegengenommen|gelost|geloest|behoben|repariert|hat_mir|storniert|beantwortet|angerufen_hat|angerufen_die|hat_alles|passt',
    thanks:
      'dank*|vielen_dank|freundlich|nett|super|toll|lob|kompetent_beraten|klasse|prima|hervorragend|genial|perfekt|hoflich|punktlich|grossartig|schnell|begeistert|liebe',
    manage:
      'hinzu*|anleg*|erstell*|losch*|loesch*|entfern*|einlad*|einricht*|ander*|aender*|export*|import*|deaktivier*|aktivier*|kostet|kosten|sehen|sieht|enthalten|inbegriffen|erganz*|ubertrag*|fuge*|funktioniert|bedeutet|ladt|laden|aufzeichn*|konfigur*|verwalt*|zeigt|umbenenn*|anmelden|freischalt*|aufrufen|gespeichert|speicher*|schenken|registrier*|schliessen|verschenk*|behalten',
    product:
      'rolle*|*rolle|lizenz*|tarif*|konto|konten|dashboard*|*dashboard|feld|*feld|*formular|seite|website|*website|rechnung*|projekt*|daten|*daten|anleitung*|*anleitung|recht|rechte|app|funktion|passwort*|paket|bestellung|preis|pdf|profil*|video*|foto|bild|datei|link|adresse|domain|webshop|shop|maschine_kaputt|leitung_defekt|waschmaschine|kaffeemaschine|saugroboter|*schutz|verlangerung|abo|zugang|kunden|manager_rolle|immobilien*|personalabteilung|sprachassistent*|postfach|zahlung*|administrator*|geteilte*|monitoring|drucker|steuer|mehrwertsteuer|forum|kundennummer|abo|schwerhorig|gehor*|*liste|namen|freigabe|optional',
    other:
      'andere*|pro|jede*|zwei|drei|dritte*|viele|kunden|besucher|meine_kunden|fremd*|gehackt|eingeloggt|bank|firma|chef_braucht|neue*|welche*|sohn|tochter|frau|mann|hotel|lieferant|fahrer|fremde_nummer|zweite*|unbekannt*|empfanger*|bestellt_hat|nicht_mehr_bei_uns|werbe*|werbung',
    how: 'wie|wo|was|welche*|wann|warum|wofur|wozu|wieviel*|ist|gibt',
    who: 'wer|wen|wem|an_wen',
  },
  fr: {
    human: 'humain*|etre_humain|vraie_personne|personne_reelle|vrai_conseiller|quelqu_un_de_reel|reel|reelle|de_vive_voix|en_personne',
    staff:
      'conseiller*|conseillere*|agent*|responsable*|superieur*|manager|gerant*|directeur|directrice|chef|patron|superviseur*|operateur*|operatrice|interlocuteur*|technicien*|expert*|specialiste*|employe*|collaborateur*|gestionnaire|representant*|teleconseiller*',
    someone: 'quelqu_un|qqn|personne|personnes|collegue*|equipe|gens|membre|quelquun',
    office: 'service*|support|sav|hierarchie|direction|departement|assistance|hotline|standard|service_client*|niveau_superieur',
    talk: 'parler|parle|parlez|discuter|echanger|contact*|joindre|entretenir|m_entretenir|adresser|m_adresser|dialoguer|relation|ligne|affaire|rendez_vous|voir',
    call: 'appel*|rappel*|telephon*|numero|joignable|combine',
    pass: 'pass*|transfer*|transmet*|mettre|mettez|mets|redirig*|orient*|escalad*|confi*|remont*|suivre|connect*|donnez|laissez|faites|trouvez|relais|suite|basculer|transmis|attribu*',
    want: 'veux|voudrais|souhaite*|aimerais|exige|demande*|desire|prefer*|puis|peux|pouvez|pourriez|pourrait|faut|besoin|svp|s_il_vous_plait|stp|merci_de|veuillez|serait|possible|peut',
    you: 'vous|votre|vos|tu|ton',
    my: 'mon|ma|mes|notre|nos',
    me: 'je|j|me|m|moi|nous|on',
    bot: 'bot|bots|robot*|chatbot*|machine*|automatique*|automate|ia|ordinateur|assistant*|repondeur',
    no: 'ne|n|pas|sans|jamais|aucun*|inutile|plus|marre|assez|personne_ne',
    past: 'a_ete|ont_ete|m_a|m_ont|etait|hier|deja|avait|m_avait|ai_parle|j_ai_eu|promis|ecrit|resolu|regle|aide_hier|repondu|a_annule|a_regle|regle_cela|resolu_cela|repare|a_dit|a_telephone|m_a_t_il|a_ecrit|a_resolu|ai_appele|a_repondu|repondu_a_tout|c_est_bon',
    thanks: 'merci_a|merci_pour|remerci*|bravo|aimable|gentil*|hier_merci|tres_bien|genial|super|parfait|excellent|ponctuel|rapide|adore|bravo',
    manage:
      'ajout*|cre*|supprim*|invit*|configur*|modifi*|chang*|activ*|desactiv*|export*|import*|inclus|incluse|voir_les|cout*|enregistr*|installer|partager|fonctionne|affiche|charge|signifie|sert|renommer|gerer|conserv*|stock*|offrir|inscri*|clore|fermer|garder',
    product:
      'role*|licence*|offre|abonnement|compte*|tableau_de_bord|champ|page|bouton|facture*|projet*|donnees|manuel|droit*|site|appli*|mot_de_passe|mots_de_passe|colis|commande|prix|pdf|profil|video|photo|fichier|lien|formulaire|boutique|aspirateur|renouvellement|widget|api|immobilier|ressources|protection|livreur|tva|vocal*|lien|paiement*|administrateur*|boite|e_mail_vers|imprimante|bouton_d_appel|livraison|forum|numero_client|malentendant*|liste|noms|validation|facultati*|acces|login',
    other:
      'autre*|par_personne|chaque|deux|plusieurs|tiers|clients|visiteurs|pirate*|banque|mari|femme|fils|hotel|nouvelle|combien|quel_role|societe|boutique|inconnu*|second|deuxieme|destinataire|nouvelle_collegue|qui_a_commande|a_quitte|publicit*|demarchage',
    how: 'comment|ou|quand|quel*|pourquoi|combien|est_ce|a_quoi',
    who: 'qui|a_qui',
  },
  es: {
    human: 'humano*|humana*|ser_humano|persona_real|persona_de_verdad|alguien_real|real|reales|en_persona|personalmente|personalizada',
    staff:
      'agente*|asesor*|representante*|supervisor*|gerente*|gerencia|jefe|jefa|encargad*|responsable*|director*|superior*|operador*|ejecutiv*|especialista*|expert*|tecnico*|emplead*|gestor|coordinador*|trabajador',
    someone: 'alguien|persona|personas|companer*|colega*|equipo|gente|miembro|quien|ustedes',
    office: 'departamento|soporte|atencion|servicio|servicio_al_cliente|direccion|ventas|linea|area|reclamaciones|nivel_superior|personal',
    talk: 'hablar|hablo|hable|conversar|platicar|contact*|comunic*|localiz*|dirigir*|atienda*|atender|tratar|linea|quejarme|discutir|cita',
    call: 'llam*|telefon*|numero|marquen|marcar',
    pass: 'pas*|transfier*|transfer*|conect*|deriv*|escal*|pong*|ponme|envi*|traslad*|remit*|dirija|asign*|deme|denme|dame|que_siga|mire|revise|vea|involucr*|asign*',
    want: 'quiero|quisiera|necesito|deseo|gustaria|exijo|pido|solicito|prefiero|puedo|puede*|podria*|favor|requiero|urge|busco|queria|seria|posible|debe',
    you: 'su|sus|usted*|les|tienen|te|tu',
    my: 'mi|mis|nuestr*',
    me: 'me|yo|nos|conmigo',
    bot: 'bot|bots|robot*|chatbot*|maquina*|automatic*|ia|asistente|contestador*|computadora',
    no: 'no|nunca|sin|ni|nadie|basta|harto|harta|tampoco|ningun*',
    past: 'ayudo|atendio|ayer|ya|dijo|fue|fueron|prometio|hable_con|resuelto|escribio|llamo|ha_ayudado|solucion*|arreglo|me_llamo_un|lo_arreglo|atendieron|cancelo|respondio|llame_dos|esta_bien',
    thanks: 'gracias|agradec*|amable|felicit*|excelente|muchisimo|genial|perfecto|puntual|fantastico|rapido|encanta|adoro',
    manage:
      'agreg*|anad*|crea*|crear|elimin*|borr*|quit*|configur*|cambi*|edit*|activ*|desactiv*|export*|import*|inclu*|ver_los|cuesta*|grab*|instal*|compart*|funciona|carga|significa|sirve|invit*|guard*|regal*|registran|cerrar*|almacen*',
    product:
      'rol*|licencia*|plan|cuenta*|panel|campo|pagina|boton|factura*|proyecto*|datos|manual|permiso*|sitio|app|contrasena*|paquete|pedido|precio|pdf|perfil|video*|foto|archivo|enlace|formulario|tienda|aspirador*|renovacion|api|inmobiliari*|recursos|proteccion|iva|desvio|de_voz|voz|enlace|pago|pagos|administrador|buzon|correo_al|impresora|forum|foro|numero_de_cliente|audicion|suscripcion|lista|nombres|aprobacion|opcional|acceso',
    other:
      'otra*|otro*|por_persona|cada|dos|varias|terceros|clientes|visitantes|hackeo|entro|banco|esposo|hijo|hotel|nueva|cuantas|cuantos|repartidor|que_permisos|desconocido|segundo|destinatario|que_no_es|que_hizo|ya_no_trabaja|publicit*|propaganda',
    how: 'como|donde|cuando|cual*|que|por_que|cuant*',
    who: 'quien|a_quien|con_quien',
  },
  pt: {
    human: 'humano*|humana*|ser_humano|pessoa_real|pessoa_de_verdade|alguem_real|real|reais|pessoalmente|de_verdade|personalizado',
    staff:
      'agente*|atendente*|consultor*|representante*|supervisor*|gerente*|gerencia|chefe|encarregad*|responsavel|responsaveis|diretor*|superior*|operador*|especialista*|perit*|tecnico*|funcionari*|gestor|coordenador*|colaborador*',
    someone: 'alguem|pessoa|pessoas|colega*|equipe|equipa|gente|membro|quem|voces',
    office: 'departamento|suporte|atendimento|servico|apoio|direcao|setor|linha|sac|central|reclamacoes|ouvidoria|pessoal',
    talk: 'falar|falo|fala|conversar|contat*|contact*|comunic*|dirigir*|atenda*|tratar|linha|reclamar|discutir|encontro|reuniao',
    call: 'lig*|telefon*|chamada|numero|ligue*|liguem*',
    pass: 'pass*|transfer*|transfir*|encaminh*|conect*|escal*|escalon*|coloc*|envi*|direcion*|repass*|chama|chame*|me_da|me_de|veja|reveja|envolv*|atribu*',
    want: 'quero|queria|preciso|necessito|desejo|gostaria|gostava|exijo|peco|solicito|prefiro|posso|pode*|poderia*|favor|requeiro|seria|possivel|precisa',
    you: 'seu|sua|seus|suas|voce*|vosso|vossa|lhes',
    my: 'meu|minha|meus|minhas|nosso|nossa|nossos',
    me: 'me|eu|nos|comigo|mim',
    bot: 'bot|bots|robo|robos|chatbot*|maquina*|automatic*|ia|assistente|computador|gravacao',
    no: 'nao|nunca|sem|nem|ninguem|chega|farto|farta|nenhum*',
    past: 'ajudou|atendeu|ontem|ja|disse|foi|foram|prometeu|falei|resolvido|escreveu|ligou|resolveu|cancelou|consertou|arrumou|me_ligou|atenderam|respondeu|liguei|esta_certo',
    thanks: 'obrigad*|agradec*|gentil|parabens|excelente|muito_bem|show|otimo|perfeito|pontual|rapido|adoro|amei',
    manage:
      'adicion*|criar|crio|elimin*|apag*|remov*|configur*|mud*|edit*|ativ*|desativ*|export*|import*|inclu*|ver_os|custa*|grav*|instal*|compartilh*|funciona|carrega|significa|serve|convid*|alter*|guardad*|oferecer|presentear|registram|fechar|armazen*',
    product:
      'funcao|papel|licenca*|plano|conta*|painel|campo|pagina|botao|fatura*|projeto*|dados|manual|permiss*|site|app|senha*|pacote|pedido|preco|pdf|perfil|video*|foto|arquivo|link|formulario|loja|aspirador*|renovacao|api|imobiliari*|recursos|protecao|imposto|nota_fiscal|aparelho|de_voz|voz|pagamento|pagamentos|administrador|caixa|e_mail_para|impressora|forum|numero_de_cliente|audicao|assinatura|lista|nomes|aprovacao|opcional|acesso|login',
    other:
      'outra*|outro*|por_pessoa|cada|duas|varias|terceiros|clientes|visitantes|invadiu|banco|marido|filho|hotel|nova|quantas|quantos|entregador|quais|desconhecido|segundo|destinatario|que_fez|ja_nao_trabalha|propaganda|publicit*|marketing',
    how: 'como|onde|quando|qual|quais|que|por_que|quant*',
    who: 'quem|a_quem|com_quem',
  },
};

/** Japanese has no word boundaries: character patterns in place of words. */
export const japaneseConcepts: Readonly<Record<Concept, string>> = {
  human: '人間|有人|生身|本物の人|人の目|人による|(?<![個法本他友知主何成老大一二三新職])人(?=に|と|が対応|を出|の手|から)',
  staff:
    '担当|責任者|上司|上長|店長|マネージャー|オペレーター?|スタッフ|社員|係|技術者|専門家|専門|エージェント|リーダー|スーパーバイザー|相談員|店員|経営|上層部|役員|支配人|管理者|技術の方|従業員|専門家',
  someone: '誰|だれ|どなた|方(?=に|と|から|を|へ|が|お|の)|チーム|詳しい',
  office: 'サポート|窓口|センター|部署|カスタマー|御社|貴社|そちら',
  talk: '話|相談|連絡|会話|問い合わせ|会わせ|対応|説明|伝え|聞い|見て|確認して|チャット',
  call: '電話|折り返し|通話|番号|コール',
  pass: '代わ|替わ|つな|繋|転送|回し|引き継|エスカレ|出して|出せ|呼ん|呼び|取り次',
  want: 'たい|ください|下さい|ほしい|欲しい|お願い|もらえ|いただけ|頂け|希望|要求|くれ|求め|必要|させて',
  you: '御社|貴社|そちら|あなた',
  my: '私の|うちの|弊社|当社|自分の|当店',
  me: '私|わたし|僕|こちら',
  bot: 'ボット|ロボット|機械|AI|自動(?:応答|返信|音声)|アシスタント|テンプレ',
  no: 'ない|ません|不要|結構|やめ|うんざり|なく|いらない|必要はあり|なく(?:て|、)|ほしくない|欲しくない|遠慮',
  past: 'ました|でした|昨日|先日|もう|言われ|約束|済み|いただき|前回|直して|解決し|来た|受けた|電話しました|全部答え|大丈夫',
  thanks: 'ありがとう|感謝|親切|丁寧|助かり|最高|助けて(?:くれ|もらい)|早くて|素晴らし',
  manage:
    '追加|削除|変更|設定|招待|作成|登録|停止|方法|録音|表示|含まれ|できますか|入力|譲渡|引き継ぐ方法|エクスポート|読み込|見られ|使え|権限|更新|何のため|保存され|贈れ|登録し|閉じ',
  product:
    'アカウント|サイト|ページ|請求書|プラン|プロジェクト|ライセンス|データ|マニュアル|ダッシュボード|ボタン|注文|商品|パスワード|欄|料金|掃除機|ビデオ|画面|PDF|個人情報|領収書|ウィジェット|メール|リンク|値|音声|受信箱|支払い|管理者|印刷|プリンター|配送|荷物|掲示板|お客様番号|サブスク|耳が不自由|一覧|名前が|承認|任意|ログイン',
  other:
    '別の人|他の人|何人|一人|二人|第三者|同僚|お客様|顧客|銀行|友人|不正|新しい|ホテル|配達|知らない|二人目|勝手|受取人|退職|注文した者|宣伝|広告|営業電話',
  how: 'どう|どこ|いつ|何|なぜ|方法|どの|いくら',
  who: '誰|だれ|どなた',
};
