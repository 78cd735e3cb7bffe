import { analyze } from './analyze.ts';

/** One thing a line, in every language of the first one; `/` parts words for the same, `-` is none that is one word. */
const GLOSSARY = `
en de fr es pt it nl fi cs hu tr
account konto/benutzerkonto compte cuenta conta account/conto account/rekening tili účet fiók hesap
add hinzufügen ajouter añadir/agregar adicionar aggiungere toevoegen lisätä přidat hozzáadás ekle
address adresse adresse dirección/domicilio endereço indirizzo adres osoite adresa cím adres
appointment termin rendez-vous cita agendamento/consulta appuntamento afspraak aika schůzka időpont randevu
audio/sound ton/klang/audio son/audio sonido/audio som/áudio audio/suono geluid ääni zvuk hang ses
backup sicherung/backup sauvegarde respaldo/copia backup backup back-up varmuuskopio záloha mentés yedek/yedekleme
battery akku/batterie batterie/pile batería/pila bateria/pilha batteria accu/batterij akku/paristo baterie akkumulátor/elem pil/batarya
bill/invoice rechnung facture factura fatura/boleto fattura factuur lasku faktura számla fatura
block sperren/blockieren bloquer bloquear bloquear bloccare blokkeren estää blokovat/zablokovat letiltás/blokkol engelle
bookmark/favorite lesezeichen/favoriten marque-page/favori marcador/favorito favorito/marcador segnalibro/preferiti bladwijzer/favoriet kirjanmerkki záložka könyvjelző imleri/imi
broken/damaged kaputt/beschädigt/defekt cassé/abîmé roto/dañado quebrado/danificado rotto/danneggiato kapot/beschadigd rikki rozbitý/poškozený törött/hibás bozuk
browser browser navigateur navegador navegador browser browser selain prohlížeč böngésző tarayıcı
button schaltfläche/knopf bouton botón botão pulsante/bottone knop painike tlačítko gomb düğme
cancel kündigen/stornieren/abbrechen annuler/résilier cancelar cancelar annullare/disdire annuleren/opzeggen peruuttaa zrušit lemondás iptal
card karte carte tarjeta cartão carta kaart kortti karta kártya kart
certificate zertifikat certificat certificado certificado certificato certificaat varmenne certifikát tanúsítvány sertifika
change ändern/wechseln changer/modifier cambiar/modificar mudar/alterar/trocar cambiare/modificare wijzigen/veranderen muuttaa/vaihtaa změnit megváltoztat/módosít değiştir
charge/debit abbuchung/belastung débit/prélèvement cargo/cobro/cobrado cobrança/cobrado addebito afschrijving veloitus platba/stržen terhelés çekim
code code code código código codice code koodi kód kód kod
computer computer/rechner ordinateur ordenador/computadora computador computer computer tietokone počítač számítógép bilgisayar
connection verbindung connexion conexión conexão connessione verbinding yhteys připojení/spojení kapcsolat bağlantı
crash absturz/abstürzen plantage/plante cierre/bloquea travando/trava blocco/crash crash kaatuu pád/padá összeomlás/összeomlik çökme/çöküyor
delete/remove löschen/entfernen supprimer/effacer eliminar/borrar excluir/apagar/remover eliminare/cancellare/rimuovere verwijderen/wissen poistaa smazat/odstranit törlés/eltávolít sil/kaldır
delivery/shipping lieferung/versand livraison/expédition entrega/envío entrega/envio consegna/spedizione levering/verzending toimitus dodání/doručení szállítás teslimat/kargo
device gerät appareil dispositivo dispositivo/aparelho dispositivo apparaat laite zařízení eszköz/készülék cihaz
disable/off deaktivieren/ausschalten désactiver desactivar desativar disattivare uitschakelen poistaa vypnout/zakázat kikapcsol kapat
display/screen bildschirm/anzeige écran/affichage pantalla tela/ecrã schermo scherm/beeld näyttö obrazovka/displej képernyő/kijelző ekran
download herunterladen/download télécharger/téléchargement descargar/descarga baixar/download scaricare/download downloaden ladata/lataus stáhnout/stahování letöltés/letölt indir/indirme
email/mail mail/e-mail courriel/mail/e-mail correo/email email/e-mail mail/email e-mail/mail sähköposti e-mail/pošta e-mail/levél eposta/e-posta
error fehler erreur error erro errore fout virhe chyba hiba hata
extension/add-on erweiterung/add-on extension/module extensión/complemento extensão/complemento estensione/componente extensie/add-on lisäosa/laajennus rozšíření/doplněk kiegészítő/bővítmény eklenti
file datei fichier archivo/fichero arquivo/ficheiro file bestand tiedosto soubor fájl dosya
folder ordner dossier carpeta pasta cartella map kansio složka mappa klasör
font/text schrift police/texte fuente/texto fonte/texto carattere/testo lettertype/tekst fontti/teksti písmo/text betű/szöveg yazı/metin
heating heizung chauffage calefacción aquecimento riscaldamento verwarming lämmitys topení fűtés ısıtma
history chronik/verlauf historique historial histórico cronologia geschiedenis historia historie előzmény/előzmények geçmiş
image/photo bild/foto image/photo imagen/foto imagem/foto immagine/foto afbeelding/foto kuva obrázek/fotka kép resim/fotoğraf
import importieren importer importar importar importare importeren tuoda importovat/import importálás içe
install installieren installer instalar instalar installare installeren asentaa instalovat/nainstalovat telepít/telepítés yükle/kur
key schlüssel/taste clé/touche clave/tecla chave/tecla chiave/tasto sleutel/toets avain/näppäin klíč/klávesa kulcs/billentyű anahtar/tuş
keyboard tastatur clavier teclado teclado tastiera toetsenbord näppäimistö klávesnice billentyűzet klavye
language sprache langue idioma idioma/língua lingua taal kieli jazyk nyelv dil
link link/verknüpfung lien enlace/vínculo link collegamento link/koppeling linkki odkaz hivatkozás bağlantı
lost/missing verloren/verschwunden perdu/disparu perdido/perdí/desaparecido perdi/perdido/sumiu perso/scomparso kwijt/verloren kadonnut ztratil/zmizel elveszett/eltűnt kayıp/kayboldu
login/sign-in anmelden/anmeldung/einloggen connexion/connecter sesión/iniciar entrar/login accesso/accedere inloggen/aanmelden kirjautua/kirjautuminen přihlásit/přihlášení bejelentkezés giriş/oturum
memory speicher/arbeitsspeicher mémoire memoria memória memoria geheugen muisti paměť memória bellek
menu menü menu menú menu menu menu valikko nabídka menü menü
message nachricht message mensaje mensagem messaggio bericht viesti zpráva üzenet mesaj
money geld argent dinero dinheiro denaro/soldi geld raha peníze pénz para
network netzwerk réseau red rede rete netwerk verkko síť hálózat ağ
notification benachrichtigung notification notificación notificação notifica melding ilmoitus oznámení értesítés bildirim
open öffnen ouvrir abrir abrir aprire openen avata otevřít/otevře megnyit/megnyitás aç/açılmıyor
order bestellung commande pedido pedido/encomenda ordine bestelling tilaus objednávka rendelés sipariş
page/website seite/webseite page/site página/sitio página/site pagina/sito pagina/website sivu/sivusto stránka oldal/weboldal sayfa/site
password passwort/kennwort passe contraseña/clave senha password wachtwoord salasana heslo jelszó parola/şifre
payment zahlung paiement pago pagamento pagamento betaling maksu platba fizetés ödeme
phone/mobile telefon/handy téléphone/portable teléfono/móvil/celular telefone/celular telefono/cellulare telefoon/mobiel puhelin telefon/mobil telefon/mobil telefon
pop-up popup pop-up/popup emergente/ventanas pop-up/popup popup pop-up ponnahdusikkuna vyskakovací felugró açılır
print/printer drucken/drucker imprimer/imprimante imprimir/impresora imprimir/impressora stampare/stampante afdrukken/printer tulostaa/tulostin tisk/tiskárna nyomtatás/nyomtató yazdır/yazıcı
privacy datenschutz confidentialité privacidad privacidade riservatezza privacy yksityisyys soukromí adatvédelem gizlilik
refund erstattung/rückerstattung remboursement reembolso/devolución reembolso rimborso terugbetaling hyvitys/palautus vrácení/refundace visszatérítés iade
restore wiederherstellen restaurer/récupérer restaurar/recuperar restaurar/recuperar ripristinare herstellen palauttaa obnovit visszaállít/helyreállít geri/yükleme
return rücksendung/zurückgeben retour/retourner devolución/devolver devolução/devolver reso/restituire retour/retourneren palautus vrácení/vrátit visszaküldés iade
save speichern enregistrer/sauvegarder guardar salvar/guardar salvare opslaan tallentaa uložit mentés/ment kaydet
search suche/suchen recherche/chercher buscar/búsqueda/buscador pesquisa/buscar ricerca/cercare zoeken haku/etsiä hledat/vyhledávání keresés/kereső arama
security sicherheit sécurité seguridad segurança sicurezza beveiliging turvallisuus/suojaus zabezpečení/bezpečnost biztonság güvenlik
send senden/schicken envoyer enviar enviar inviare sturen/verzenden lähettää odeslat/poslat küldés/küld gönder
server server serveur servidor servidor server server palvelin server kiszolgáló/szerver sunucu
session sitzung session sesión/sesiones sessão sessione sessie istunto relace munkamenet oturum
settings/options einstellungen paramètres/préférences configuración/ajustes/opciones configurações/opções impostazioni/opzioni instellingen asetukset nastavení/možnosti beállítások ayarlar
slow langsam lent/lenteur lento/lentitud lento/lentidão lento/lentezza traag/langzaam hidas pomalý/pomalu lassú yavaş
start/startup starten/start démarrer/démarrage iniciar/arrancar/inicio iniciar/início avviare/avvio starten/opstarten käynnistää/käynnistyy spustit/spuštění indítás/indul başlat
subscription abo/abonnement abonnement suscripción assinatura abbonamento abonnement tilaus předplatné előfizetés abonelik
sync synchronisieren/synchronisation synchroniser/synchronisation sincronizar/sincronización sincronizar/sincronização/sincronizados sincronizzare/sincronizzazione synchroniseren/synchronisatie synkronoida/synkronointi synchronizace/synchronizovat szinkronizálás/szinkron senkronizasyon/eşitleme
tab tab/reiter onglet pestaña aba/separador/guia scheda tabblad välilehti panel/panely/karta lap/fül sekme
theme design/theme thème tema tema tema thema teema motiv/vzhled téma tema
translate/translation übersetzen/übersetzung traduire/traduction traducir/traducción traduzir/tradução tradurre/traduzione vertalen/vertaling kääntää/käännös přeložit/překlad fordítás/fordít çeviri/çevir
update/upgrade aktualisierung/aktualisieren/update jour/actualiser actualización/actualizar/actualizado atualização/atualizar/atualizei aggiornamento/aggiornare update/bijwerken päivitys/päivittää aktualizace/aktualizovat frissítés/frissít güncelleme/güncelle
user benutzer/nutzer utilisateur usuario usuário/utilizador utente gebruiker käyttäjä uživatel felhasználó kullanıcı
video video/videos vidéo video/vídeo vídeo video video video/videot video/videa videó video
virus/malware virus/schadsoftware virus virus vírus virus virus virus/haittaohjelma virus/malware vírus virüs
warranty garantie/gewährleistung garantie garantía garantia garanzia garantie takuu záruka garancia garanti
window fenster fenêtre ventana janela finestra venster ikkuna okno ablak pencere
`;

type Meanings = Map<string, string[]>;
const pairs = new Map<string, Meanings>();

/** From a term of one language to the terms of another that mean the same; empty for languages the glossary does not have. */
function meanings(from: string, to: string): Meanings {
  const key = `${from} ${to}`;
  const known = pairs.get(key);
  if (known) return known;
  const [head = '', ...lines] = GLOSSARY.trim().split('\n');
  const languages = head.split(' ');
  const [a, b] = [languages.indexOf(from), languages.indexOf(to)];
  const made: Meanings = new Map();
  const termsOf = (cell: string | undefined, language: string): string[] => (cell ?? '-').split('/').flatMap((word) => analyze(word, language).slice(0, 1));
  if (a >= 0 && b >= 0)
    for (const line of lines) {
      const cells = line.split(' ');
      for (const term of termsOf(cells[a], from)) made.set(term, [...new Set([...(made.get(term) ?? []), ...termsOf(cells[b], to)])]);
    }
  pairs.set(key, made);
  return made;
}

/**
 * What `terms` (of `from`, as `analyze` gives them) are called in the language `to`, for words that support is written in:
 * a ticket finds articles of another language by more than names and codes. ISO 639-1 codes; nothing for others.
 */
export function translateTerms(terms: readonly string[], from: string, to: string): string[] {
  const known = meanings(from, to);
  return terms.flatMap((term) => known.get(term) ?? []);
}
