/** Closed word lists behind names, places and peoples. Folded to lower case without accents. */
import { fold } from '../fold.ts';

const list = (words: string) => new Set(words.trim().split(/\s+/).map(fold));

/** Given names that are common across Europe, the Americas and Asia and are hardly ever another word. */
export const givenNames = list(`
aaron abby abigail adam adele adrian agnes agnieszka ahmed aidan aiko akira alan albert alberto alejandra alejandro alessandra alessandro alex alexander alexandra alexandre
alexei alfred ali alice alicia alison allan allison alma amanda amelia amina amy ana anastasia anders andrea andreas andrei andres andrew andrzej andy angela angelika anita anja
ann anna annabel anne annette annie anthony antoine anton antonio anya arthur arturo asha ashley astrid aurelie axel barbara bart beata beatrice beatriz becky ben benjamin
bernard bernd bernhard berta bertram beth betty birgit bjorn bob bogdan boris brad brandon brenda brian bridget britta bruce bruno bryan camila camille carla carlos carmen carol
caroline catherine cecilia celine charles charlie charlotte chiara chloe chris christian christina christine christoph christopher claire clara claudia claudio colin connor
corinne craig cristina cynthia daisuke damien dan daniel daniela danielle danny dario dave david davide deborah debra denise dennis derek diana diane diego dieter dimitri dmitri
dominik dominique don donald donna dora doris dorothy doug douglas duncan dylan ed eddie edgar edith eduardo edward edwin eileen elena eleanor elaine eli elisabeth elise eliza
elizabeth ella ellen elliot elsa emil emilia emilie emily emma enrico enrique eric erica erik erika erin ernst esteban esther ethan eugene eva evan evelyn ewan fabian fabio fatima
federico felicia felix fernanda fernando fiona florence florian francesca francesco francisco franciska francois frank franz fred freddy frederik friedrich fritz gabriel gabriela
gary gavin genevieve geoffrey george georges gerald gerard gerd gerhard gianni gilbert gina giorgio giovanni giulia giuseppe gladys gloria gonzalo gordon greg gregory greta guido
guillaume gunther gustav hannah hanna hanne hans harold harry haruka hassan heather hector heidi heike heinrich heinz helen helena helene helga helmut hendrik henri henrik henry
herbert hiroshi holger horst howard hugo ian ibrahim ignacio igor ines inga inge ingrid irena irene irina isabel isabella isabelle ivan jack jacek jackie jacob jacqueline jacques
jaime jake jakob jakub james jamie jan jana jane janet janice jason javier jean jeff jeffrey jennifer jenny jens jeremy jerome jerry jesper jessica jill jim joachim joan joanna
joao joaquin joe joel johan johann johanna johannes john johnny jon jonas jonathan jordi jorge jose josef joseph josephine josh joshua juan juana juanita judith judy julia julian
julie julien juliette julio jun jurgen justin kai kamil karen karin karl karla karolina katarina kate katharina katherine kathleen kathy katie katja katrin kazuo keiko keith kelly
ken kenji kenneth kerstin kevin kim kirsten klaus krzysztof kumar kurt kyle lara larry lars laura lauren laurence laurent leah lena leo leon leonard leonardo leonie leslie leticia
liam lillian linda lisa logan lorenzo louis louise luca lucas lucia lucie lucy luigi luis luisa lukas luke luz lydia lynn maarten magda magnus makoto malgorzata manfred manuel
manuela marc marcel marcela marcello marcin marco marcos marcus margaret margarita margot maria mariana marie marina mario marion marisa marissa markus marlene marta martha martin
martina martine mary masako mateo mateusz mathieu mathilde matteo matthew matthias maureen maurice mauricio mauro maximilian megan mehmet melanie melissa michael michaela michal
micha michel michele michelle miguel mika mike mikhail milan milena miriam mohamed mohammed monica monika monique muhammad nadia nadine nancy naomi natalia natalie natasha nathan
nathalie neil nick nicholas nicola nicolas nicole niels nigel nikolai nils nina noah noemi nora norbert norman olaf oleg olga oliver olivia olivier omar oscar oskar otto owen pablo
paloma pamela paola paolo pascal patricia patrick paul paula paulo pavel pedro peggy penelope per pete peter petra phil philip philipp philippe pierre pietro piotr priya rachel
rafael rahul raj rajesh ralf ralph ramon raphael raquel raul ravi raymond rebecca regina reinhard rene renate ricardo riccardo rick rita rob robert roberta roberto robin rodrigo
roger roland rolf roman ronald rosa rosemary ruben rudolf russell ruth ryan sabine sabrina sakura salvatore sam samantha samir samuel sandra sandrine sanjay sara sarah sascha sean
sebastian sergei sergio sharon sheila shirley sigrid silvia silke simon simone sofia sonia sonja sophia sophie stacy stanislav stefan stefania stefano steffen stella stephan
stephane stephanie stephen steve steven stuart susan susana susanne suzanne svetlana sven sylvia sylvie takashi tamara tanja tania tanya tatiana taylor ted teresa terry theo theodore
theresa thierry thomas tim timo timothy tina tobias todd tom tomas tomasz tommy tomomi toni tony torsten tracy trevor tristan udo ulrich ulrike ursula uwe valentina valeria valerie
vanessa vera veronica veronika victor victoria viktor vincent vincenzo virginia vivian vladimir volker walter wanda warren wayne weronika werner wilhelm wendy william wim wojciech
wolfgang xavier yael yan yannick yasmin yolanda yoko yoshiko youssef yuki yuko yulia yuri yusuf yves yvonne zach zachary zoe zofia zuzana
bobby brandi brent brooke caitlin calvin candice carlton casey cassandra cecil chelsea cheryl clarence clifford cody corey courtney darlene darren deanna delores derrick
desiree dustin dwayne ebony edna floyd geraldine glenda glenn gretchen gwendolyn herman hillary irma isaac jaclyn jared jasmine jeanette jeanne jenna jermaine jessie
joann joanne jodi jody jolene joyce kara katelyn katrina kayla kelli kelsey kendra kristen kristi kristin kristina kristine kristy latoya leroy lindsay lindsey lloyd
loretta lori lorraine lynette mallory marcia marjorie marlon marvin melinda meredith mitchell nathaniel norma patti patty paulette perry phyllis preston priscilla randall
rhonda rickey rodney ronnie roxanne sadie sally scott seth shane shaun shawn shelby sheldon shelley shelly sheri sherri sherry spencer stacey tabitha tammy tara tasha
terrence terri tiffany tonya traci tracey travis tricia tyler tyrone vernon vicki vickie vicky wallace wendell wesley wilma yvette aleksandar aleksander aleksandra amira
andreja anika anneli antti arne asger astri attila balazs birgitte bjarne branka branko burak danica darko dragan dragana ebba eero elif emre endre eszter ewa fatma frida
gabor gabriella goran grazyna gunnar halina hakan havard hedda henning hilda imre ingeborg ingunn istvan ivana jadranka janek jarmila jaroslav jelena jiri joost josip
jovan jovana juhani kalle kamila katalin khadija kjell krisztina lajos laszlo leila lidia ljubica lotte lovisa lukasz malin marek mariam marija marika matej mehdi merete
mette milica milos mirjana mirko moritz mustafa nikola nikolina oddvar orsolya oyvind paivi pekka petar petr predrag radek ragnhild rasmus roksana sanna siiri sigurd
silje snezana sofie solveig soren stanislava stig sunniva svein tamas tereza tibor tiina tomislav tuomas ulla urszula vaclav viggo vojtech wioletta zdenek zeljko zoltan
zsofia zsuzsanna`);

/** Words that open a sentence or stand capitalised without being a name. */
export const neverNames = list(`
im ive id ill mozilla twitter facebook adobe amazon youtube paypal netflix instagram whatsapp yahoo outlook gmail dev guys folks everybody moderator community forum gents people sirs application version title printing options first primary content almost recently already running currently lately usually every another again still however although though additionally furthermore
i you he she it we they this that these those there here what when where which who why how the a an and or but if so my your his her our their its is are was were am be been do does did
have has had can could will would should may might must not no yes please thanks thank hello hi hey dear regards best kind sincerely cheers good morning afternoon evening day sir madam team
support service help desk customer customers account order card bank email mail phone number name address monday tuesday wednesday thursday friday saturday sunday january february march april
may june july august september october november december today tomorrow yesterday also just from with after before because since while until using trying getting having looking writing contacting
unable able sorry afraid happy sure glad new old all any some everyone anyone nobody somebody manager agent admin windows mac linux android firefox chrome safari edge google microsoft apple
ich du er sie wir ihr der die das ein eine bitte danke guten tag hallo und aber wenn je tu il elle nous vous le la les un une bonjour merci et mais si
yo el ella nosotros los las hola gracias por favor io lui lei noi ciao grazie ik jij wij zij het een beste eu ele ela nos ola obrigado obrigada`);

/** Words for people of a country, as adjective or noun. */
export const peoples = list(`
afghan african albanian algerian american angolan argentine argentinian armenian asian australian austrian azerbaijani bahraini bangladeshi belarusian belgian belizean bolivian bosnian brazilian
british bruneian bulgarian burmese cambodian cameroonian canadian chechen chilean chinese colombian congolese croatian cuban cypriot czech danish dutch ecuadorian egyptian english
eritrean estonian ethiopian european fijian filipino finnish french georgian german ghanaian greek greenlander guatemalan haitian honduran hungarian icelandic indian indonesian iranian iraqi
irish israeli italian jamaican japanese jordanian kazakh kenyan korean kosovar kuwaiti kurdish kyrgyz laotian latvian lebanese liberian libyan lithuanian luxembourgish macedonian malaysian
maltese mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali nicaraguan nigerian norwegian omani pakistani palestinian panamanian paraguayan persian peruvian polish
portuguese qatari romanian russian rwandan salvadoran saudi scottish senegalese serbian singaporean slovak slovakian slovene slovenian somali spanish sudanese swedish swiss
syrian taiwanese tajik tanzanian thai tibetan tunisian turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean catholic muslim jewish christian hindu buddhist`);

/** Words that make the line they stand in a street, in the languages of Europe. */
export const streetWords =
  'street st avenue ave road rd lane ln drive dr boulevard blvd court ct square sq terrace parkway pkwy highway hwy crescent straße strasse str gasse weg allee platz damm ufer rue impasse quai chemin route cours calle avenida av plaza paseo carrer carretera rua travessa praça estrada alameda viale piazza corso vicolo strada straat laan plein gracht kade singel dijk utca u. tér út körút ul ulica aleja plac katu kesk gata gatan vägen väg gade vej veien vei terrasse ulice náměstí třída u. tie tee'.split(
    ' ',
  );

/** Words that end a street's name but mean other things as well: only with a unit or a postcode behind them. */
export const weakStreetWords =
  'way place pl circle cir trail close garden gardens grove mews row gateway extension extensions point points ring park parks passage path pike plains ridge run shore spring springs station summit track tunnel turnpike union valley view village vista walk wall well wells bridge brook burg bypass camp canyon cape causeway center centre cliff club common corner cove creek crest crossing dale dam divide estate estates expressway fall falls ferry field fields flat ford forest forge fork fort freeway glen green harbor haven heights highlands hill hills hollow inlet island isle junction key knoll lake landing light loaf lock lodge loop mall manor meadow mill mission mount mountain neck orchard oval overpass pine plain port prairie radial ramp ranch rapid rest river shoal skyway spur squares stravenue stream summit throughway trace trafficway'.split(
    ' ',
  );
