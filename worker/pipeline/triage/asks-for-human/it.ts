import type { Pack } from './pack.ts';

export const it: Pack = {
  triggers:
    'uman pers oper resp supe capo dire mana cons rapp adde inca qual agen impi dipe coll team spec espe tecn assi serv supp repa uffi parl disc comu cont pass tras inol chia rich tele nume verd bot robo chat macc ia auto risp live scal esca voce vera sei siet',
  lists: {
    sicuro:
      'umano|umana|umani|essere_umano|persona_(?:reale|vera|umana|in_carne_e_ossa|competente|responsabile|fisica)|vera_persona|operatore|operatrice|operatori|responsabile|supervisore|superiore|superiori|capo|direttore|direttrice|manager|consulente|rappresentante|addetto|addetta|incaricato',
    umano:
      '<sicuro>|persona|persone|qualcuno|agente|agenti|impiegato|dipendente|collega|colleghi|team|squadra|specialista|esperto|tecnico|tecnici|assistenza|servizio_clienti|assistenza_clienti|supporto|reparto|ufficio|collaboratore',
    parlare:
      'parlare|parlo|parlarne|discutere|comunicare|contattare|conversare|chattare|mettermi_in_contatto|rivolgermi|raggiungere|sentire|parlarvi|confrontarmi',
    voglio:
      'voglio|vorrei|desidero|esigo|pretendo|chiedo|ho_bisogno|bisogno|preferisco|preferirei|posso|potrei|potete|puo|potrebbe|serve|mi_serve|richiedo|devo|si_puo|come_faccio|gradirei|cerco',
    passare:
      'passatemi|passami|mi_passi|mi_passa|passare|passate|trasferire|trasferitemi|trasferite|trasferiscimi|trasferisca|inoltrare|inoltrate|inoltri|collegatemi|collegare|mettetemi|mettermi|mettere|girare|girate|assegnare|indirizzare|scalare|affidare|fatemi|fammi|mi_faccia|datemi|dammi|mi_dia|mandare|mandate|chiamate|chiami|chiama|escalare',
    cortese:
      'per_favore|perfavore|per_piacere|grazie|subito|adesso|ora|ciao|salve|buongiorno|un|una|il|la|lo|l|urgente|immediatamente|si|no|solo|con|qui|vero|vera',
    bot: 'bot|robot|chatbot|macchina|macchine|ia|intelligenza_artificiale|risponditore|risposte_automatiche|risposta_automatica|messaggi_automatici|assistente_virtuale|computer|automatico|automatica|automatiche|risposte_preconfezionate',
  },
  splits: ['ma', 'pero', 'perche', 'invece', 'tuttavia', 'altrimenti', 'quindi'],
  apostrophe: ' ',
  bare: [
    '^ ?<cortese> ?<cortese> ?<cortese> (?:<sicuro>|agente|persona|qualcuno|servizio_clienti|assistenza_clienti|tecnico|specialista|assistenza_umana|richiamatemi|chiamatemi|telefonata) ?<cortese> ?<cortese> $',
  ],
  asks: [
    '<parlare> ~3 (?:con|a|al|ad) ~5 <umano>',
    '<parlare> ~2 <sicuro>',
    '<passare> ~6 (?:a|ad|al|con|in_contatto|alla|agli|all) ~4 <umano>',
    '<passare> (?:un|una|il|la|l|qualche|subito) ~3 <umano>',
    '<voglio> ~4 <sicuro>',
    '<voglio> ~3 (?:che|di) ~2 (?:qualcuno|una_persona|un_operatore|un_tecnico|mi_chiami*|mi_richiami*|essere_richiamat*|essere_contattat*|essere_messo) ~5',
    '(?:qualcuno|una_persona|un_operatore|un_tecnico|un_collega) ~2 (?:puo|potrebbe|mi|che) ~3 (?:chiam*|richiam*|contatt*|aiut*|rispond*|control*|guard*|spieg*|occup*|capisc*|decid*|parl*)',
    '(?:puo|potrebbe|potete) ~2 (?:qualcuno|una_persona|un_operatore) ~4 (?:chiam*|richiam*|contatt*|aiut*|rispond*|control*)',
    '(?:c_e|ci_sono|esiste) ~3 (?:qualcuno|umano|operatore|persona_reale|persona_vera|essere_umano|vera_persona) ~8 $',
    '(?:sei|siete|e|sto_parlando|parlo) ~3 (?:umano|bot|robot|macchina|persona_vera|persona_reale|chatbot)',
    '(?:richiam*|chiam*|telefon*)(?:temi|mi|teci|ate|ami)',
    '(?:mi|ci) (?:chiamate|chiami|richiamate|richiami|telefonate|telefoni|chiamiate|richiamiate)',
    '(?:essere|voglio_essere|vorrei_essere) ~1 (?:richiamat*|chiamat*|contattat*_telefonicamente)',
    '(?:numero|telefono) ~3 (?:di_telefono|verde|da_chiamare|per_parlare|assistenza|del_servizio|del_supporto|dell_assistenza) ~6 $',
    '(?:al_telefono|per_telefono|telefonicamente|di_persona|a_voce) ~6 $',
    '(?:escalation|escalare|scalare|escalate) ~6',
    '(?:non|basta|niente|stufo|stufa|senza|odio|stanco|stanca|invece|smettetela|inutile) ~5 <bot>',
    '(?:assistenza|aiuto|supporto|contatto|risposta) (?:umana|umano|personale|diretta|diretto|reale)',
    '(?:livello|istanza) superiore',
  ],
  insists: ['(?:non|mai|senza|basta) ~4 (?:con|un|una|il|vostro|questo) ~2 <bot>'],
  lookAlikes: [
    'risorse_umane|errore_umano|corpo_umano|diritti_umani|(?:agente|agenti)_(?:immobiliare|immobiliari|di_viaggio|utente|di_ia)|operatore_(?:mobile|telefonico|logico|booleano|internet)',
    '(?:mio|nostro|mia|nostra) ~1 (?:bot|robot|chatbot|macchina|computer|assistente_virtuale)',
    '<bot> ~1 (?:sul|nel|del|per_il) (?:mio|nostro)',
    'lavatrice|macchina_(?:da_caffe|del_caffe|virtuale|da_cucire|fotografica)',
    '(?:rinnovo|aggiornamento|pagamento|backup|addebito)_automatico',
    '(?:ruolo|account|licenza|accesso|permessi|profilo|utente) ~1 (?:di_agente|agente|operatore|di_operatore|manager|di_manager|responsabile|supervisore|di_supervisore)',
    '(?:cambiare|modificare|aggiornare|mio|nuovo|vecchio|campo|inserire|verificare) ~2 (?:numero_di_telefono|numero|telefono)',
    'numero_(?:d_ordine|ordine|di_serie|cliente|di_conto|fattura|di_tracking|di_fattura)',
    'si_chiama|mi_chiamo|videochiamat*|chiamate_(?:api|perse|video)',
    '(?:per|ogni|altra|altre|due|tre|piu|quante) (?:persona|persone|agenti|operatori)',
    '(?:qualcuno|una_persona) ~2 (?:ha|altro|usa|e_entrato) ~6',
  ],
  refuses: [
    '(?:non|senza|mai|evitate|nessun|inutile) ~4 (?:chiamate|chiamatemi|chiamarmi|chiamare|richiamare|richiamarmi|telefonate|telefonatemi|telefonare|telefonata|escalation|trasferire|inoltrare) ~8 $',
    '(?:non) (?:voglio|ho_bisogno|serve|desidero|occorre|vorrei) ~3 (?:parlare|umano|operatore|persona|qualcuno|supervisore|tecnico|essere_chiamato) ~2 ?(?:con_nessuno|con_un_operatore|con_un_umano|con_qualcuno)? ~5 $',
    '(?:il|la|un|una|vostro|vostra|i|l|suo) ?(?:vostro|vostra)? <umano> ~3 (?:mi_ha|e_stato|e_stata|ci_ha|mi_aveva|ha_detto|ha_risolto|era|gentilissim*) ~12 $',
    '(?:grazie|ringrazio|complimenti) ~6 (?:operatore|team|collega|tecnico|agente|assistenza|operatrice|persona|chiamata) ~8 $',
    '(?:ho|avevo|abbiamo) ~2 (?:parlato|chiamato|contattato|discusso) ~12 $',
    '(?:come|dove|posso|voglio|vorrei|si_puo) ~3 (?:aggiungere|aggiungo|creare|creo|invitare|eliminare|rimuovere|configurare|modificare|cambiare|gestire|assegnare|disattivare) ~7 (?:agente|agenti|operatore|operatori|responsabile|utente|utenti|ruolo|bot|chatbot|persona|membro|collega|supervisore|manager)',
    '(?:i|il|la|le) ?(?:miei|mio|mia|nostri|nostro|nostra) (?:clienti|cliente|utenti|visitatori|dipendenti|capo|sito|negozio|team|agenti) ~10 $',
    '(?:cosa_significa|a_cosa_serve|come_funziona|quanto_costa|che_cos_e|quale_ruolo|quali_permessi|qual_e_la_differenza) ~10 $',
  ],
};
