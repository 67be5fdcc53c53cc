#include "services/matching/name/name_group_list.h"

namespace homeward::matching {

const absl::string_view kNameGroups = R"(
alexander alexandre alejandro alessandro aleksandr aleksander oleksandr olexandr oleksander aleksandar alexandru alexandros iskander iskandar eskandar aliaksandr sandor alex sasha sascha sacha sashko sanya shura oleks alec alek lex xander zander alistair
alexandra aleksandra oleksandra alejandra alessandra aliaksandra alexa sandra sasha sacha sashka shura lexi
alexey alexei aleksey aleksei oleksiy oleksii oleksij alexis alexej alyosha oleksiy oleksii oleksij lyosha lesha aliaksei alekseij
andrew andrey andrei andrii andriy andrij andre andrea andres andreas andrzej ondrej andrejs anders andy drew andras dre andryusha andriyko
anthony antony anton antoine antonio antonius antoni antonin antun toni tony antanas antal tonio
anna ana hanna hannah ann anne hana anya ania annie anita anka ganna annika nancy anushka anechka hanne
anastasia anastasiya anastasiia nastya nastia nastasia anastassia stacy asya stasia nastja
benjamin benyamin binyamin binyam biniam ben benny benji benjamim bunyamin
barbara varvara babs barb basia
bartholomew bartolome bartolomeo bartholomaus bartlomiej bart
basil vasily vasyl vasili vasiliy vasil vassily basilio basile vasilios vasile vasya bazyli wasyl
catherine katherine katharine kateryna katerina ekaterina yekaterina iekaterina catalina caterina katarina katarzyna kathrin katrin kate katie kathy cathy katya katia kitty karen catarina katia kasia ekaterine aikaterini
charles carlos carlo karl carl karol charlie chuck karel carolus karolis charly kalle
christian cristian kristian christiaan krystian chris
christina cristina kristina khrystyna kristin christine krystyna tina chris christa christy krysia
christopher kristofer christophe cristobal cristoforo krzysztof christoph kristof kit chris topher christos
daniel danil danylo danilo daniil danyl danny dan danial daniyal danielle dani
daniela danielle daniella daniele dana
david dawit davit dawid daoud dawood daud davyd davide dave davy daoud davud dawud davyd
diana diane dayana
dennis denis denys dionisio dionysius dionizy deniska
demetrius dmitry dmitri dmitriy dmytro dimitri dimitry dimitrios dymytro dima mitya dmitrij dimitar dumitru dmitrii demetrio dmitro dzmitry
dominic dominik dominique domingo domenico dom
edward eduard eduardo edouard edoardo ed eddie ted teddy ned edvard eduards edik
elizabeth elisabeth elizaveta yelizaveta yelyzaveta isabel isabella isabelle elisabetta elzbieta lisa liza beth betty eliza bess libby liz lizzie elsbeth elisabet erzsebet ysabel elisa elise
elijah elias ilya illia ilia ilyas ilias elia eliyahu eli ilja illya eliasz elie
helen helena elena olena yelena helene elene ellen eleni lena alena alyona olenka iolanda jelena ilona nell
emanuel emmanuel manuel immanuel emanuele manny amanuel manolo emmanouil manu
eugene evgeny evgeni yevgeny yevhen evhen ievgen yevgen eugenio eugen evgenij evgeniy evgenii yevgeniy yevgenii gene zhenya jevgeni evgenios yevheniy eugeniusz
eugenia evgenia yevgenia yevheniya yevheniia evgeniya zhenya eugenie jevgenia yevgeniya evheniia
frances francisca francesca francoise frantziska fran frankie franny franciszka paquita
francis francisco francesco francois franz frank franciszek frantisek franco paco pancho frans ferenc frankie fran francesc
frederick friedrich frederic federico fryderyk fred freddy fritz fredrik frederik frederico fredo
gabriel gavriil havryil gabriele gabor gabriyel jibril gibril jabril gabe gavril havrylo jibreel
george georg georges jorge giorgio georgy georgi georgiy heorhiy heorhii jerzy giorgi jiri georgios gheorghe gyorgy goran jurgen joran goga gosha zhora jordi georgij djordje iorgos giorgos
yuri yuriy yurii yury jurij iurii yura yurko jurek juraj juris juri yuriko
egor yegor yehor iegor iehor jehor jegor
gregory grigory hryhoriy grigori gregorio grzegorz gregor grigoriy hryhorii greg grisha gregoire grigor gregg grigorij hryhorij grygorii hryhir krikor
harold harry hal
henry heinrich henri enrique enrico henryk heinz hank hendrik jindrich henrik harry henrique hal quique heikki kike
hugh hugo ugo huw
ignatius ignacio ignat ihnat ignazio nacho ignace ignacy iggy
igor ihor
inna ina
irene iryna irina iren irena ira arina irka
isaac ishaq isaak isak is'haq izak yitzhak ishak isahak yishak yitzchak
jacob jakob jacobo yakov yakiv james jacques giacomo santiago diego jaime yaqub yacoub jakub yakub yaqoob jim jimmy jack jake jaap iago jamie hamish seamus jacub yakob jaques yaakov jascha yasha
jeremiah jeremias yeremiy yarema jeremy ieremia jerry
jerome hieronymus jeronimo girolamo
joachim joaquin yakym gioacchino akim chimo joaquim jochen
joan johanna joanna juana yohanna giovanna ioana ivana ivanna iwona yoanna ioanna jovana juanita johana
jane jana janet yana iana yanina janina
jeanne jeannette zhanna zhana janna jeanna
john johann johannes juan jean giovanni ivan jan yahya yohannes yohanis yohana ioan ioannis ian sean shaun shawn evan hans jovan joao jens johan jack johnny jon iwan giovani ivo gianni juanito vanya hovhannes ioane yoann vano janos jani yuhanna ewan eoin shane ifan jonny jannis yannis giannis jack johnnie hannes evans
joseph jose giuseppe josef yosef yusuf youssef yousef yosyp osip iosif josep joe joey pepe yosief yoseph yosip jozef youssouf yossef yusef yousuf jusuf iosef joseba joao josip jusef pino beppe joze sepp issouf
joshua yeshua iyasu yehoshua josue jesus isus eyasu josh issa joschua
judith yehudit judit judy yudit
julia yulia yuliya yuliia julie giulia iuliia julija juliet giulietta juliette iulia yuliana
uliana ulyana uljana ulana juliana
julian julius yulian julien giuliano juliano julio giulio yuliy jules
kyrylo kirill cyril kiril kyrill cyrille kirilo
lawrence laurence lorenzo laurent lavrentiy lavrentii lorenz lars larry laurentius lauri vavrinec
leo leon lev leonard leonardo leonid leonidas lenny levko leonel lyova
louis luis luigi ludwig lewis ludovic ludvik lou louie lodewijk ludovico lajos aloysius alojz lluis
louise luisa louisa luise lulu
lucas luke luca luka lukas lukasz luc lukian loukas lucian luqa lukyan lukash lluc
lucy lucia luciya lucie lusia luz lucija
magdalena madeleine magda madalena magdalene madeline lena majdalena magdalina madelyn
margaret margarita marharyta margherita marguerite margarethe malgorzata meg maggie peggy greta gretchen rita margot marge margie maisie daisy margo megan molly
mark marc marco markus marcus marek markiyan marko markos marcos marks
martha marta marfa marthe
martin martyn martino marcin martinho marten morten marton marty
mary maria marie mariya mariia miriam maryam mariam marija marya meryem masha marusia marichka mia molly polly miryam moira maureen maire maura manya manon mara mery mariami mirjam maryem mari mariyam marisol marita mitzi
matthew matthias mateo matteo matvey matviy mateusz matthieu mathias mathieu mateus matt matfey matevos matej matiwos matyas matija matvei mattia matvii matheus matias
maurice mauricio maurizio moritz moris mavrykiy morris
michael mikhail mykhailo michel miguel michele mikael mikhael mikhaylo micha misha mike mick mickey mikko michal mihai mihail mihaly mitchell mikayel mikayil mykhaylo mykhail mihailo michail mikel mishka mihajlo mikail mykhayl mickael michail
michelle michaela mikhaela michele micaela mikaela mihaela
moses musa moussa moise moishe moshe mose muse moisey muze moises mousa moisei
natalie natalia nataliya nataliia natalya natasha nathalie natalka nataly tasha natascha natalja natallia
nathan nathaniel natan nathanael natnael nate nat
nicholas nikolai mykola nikolay nicolas niklas nicola nikolaus mikolaj nikola nick nikos klaus colin nikolaj nico miklos kolya nikolas nikolaos nikita micola nicolae mikola nicky niccolo claus niels nils
noah nuh noe noach nooh
olga olha helga volha olya olia
oleg oleh
patrick patricio patrizio padraig patryk paddy pat patrik
paul pablo paolo pavel pavlo paulo pawel paulus bulus pol pavlos pasha pal pauli boulos poul pau
paula paola pavla paulina polina pauline pavlina
peter pedro pierre pietro petro pyotr petr piotr petar petros butros boutros pete petya per peder petrus piet pieter petru petteri pjotr petrik pere pytro petrov
philip felipe philippe filippo filip phil pylyp filipp pip philippos filipe
rachel raquel rahel raquela rakhil raheel rachele rachelle
raymond raimundo raymundo raimondo ramon ray
rebecca rebeca rifka rivka ribka rebekka becky rebeka
richard ricardo riccardo ryszard rick dick rich ricky rikard rihards richie
robert roberto rob bob bobby robbie rupert bert roberts robby
roger rogelio ruggero rodger rutger
roman romain romano
rose rosa roza rosie rosita rozaliya ruzha rosalia
ruth rut rute
samuel shmuel samuil samuele sam sammy samouil samoel sami
sarah sara sarra sally sadie sarai
sebastian sebastien sevastyan bastian sebastiano seb
sergius sergey sergei serhiy serhii sergii sergio serge sergiy sergej sergi serhij serhi seryozha serega siarhei sergij serghei
simon simeon semyon semen shimon simone simao szymon semion semeon simonas samson symon
solomon suleiman sulayman suleyman salomon soliman sulaiman solomiya salamon sleiman solomone souleymane shlomo souleiman soulayman
sophia sofia sophie zofia sofiya sofiia sonia sonya sonja zosia sofija safiya
stephen steven stefan stepan esteban etienne stefano stephan steve istvan stephane estevan stefanos estifanos szczepan stjepan stevan stephanos stefans
stephanie stefania stefanie estefania stefaniya stephania steffi
susan susanna suzanne zuzana shoshana susana susanne suzanna zuzanna sue susie suzana sosana
svitlana svetlana svyatlana sveta svetla
tamara tamar tamar
tatiana tetiana tetyana tatyana tanya tania tatjana tetjana tanja tatsiana
theodore fedor fyodor fedir teodor theodor teodoro todor ted feodor tewodros tedros theodoros teddy theo tewedros fjodor tiodor tudor
theresa teresa therese tereza terezia tess terry teresita teresia
thomas tomas tommaso toma foma khoma tom tommy tomasz tomek tamas tuomas thoma
timothy timofey tymofiy timoteo tim timotheus tymofii timofei tymoteusz timothee timoteus timo tymish
tobias tobiah tobia toby
ursula orsola ulla
valentine valentin valentyn valentino valentyna
valentina valentyna valentine valya
valerie valeria valeriya valeriia valery valeriya lera
victor viktor vittorio vitya wiktor viktors vic
victoria viktoria viktoriya viktoriia vittoria vika wiktoria vicky viktorija victoire
vincent vicente vincenzo vikentiy vince wincenty vinzenz
vladimir volodymyr wladimir wolodymyr vlad vova volodya vladimiro uladzimir wlodzimierz vladymyr volodimir vladymir vovka
vladislav vladyslav wladyslaw vlad ladislav ladislao laszlo ladislas uladzislau
vera vira
vitaly vitaliy vitalii vitali vitalik vitalie
vyacheslav viacheslav vyacheslav wenceslas vaclav slava waclaw wieslaw vjaceslav viatcheslav
yaroslav jaroslav iaroslav jaroslaw yarik
william wilhelm guillermo guillaume guglielmo willem bill billy will wilhelmus vilhelm liam willy guilherme willi vilim bela
walter gualtiero valter wouter gautier
xavier javier saverio xaver ksawery xabier
zachary zacharias zakaria zakariya zacharie zakhar zacharia zekarias zakarias zechariah zack zacariah zekaria zakaria zakariyya zacarias zakariyah
abraham ibrahim avraham abram abrahim ibraheem ebrahim brahim abraam avram abe bram braham abrham ibro ibrahima
adam adem adama adan
ishmael ismail ismael smail esmail ismaeel isma'il ismayil ishmail smael esmaeil
muhammad mohammed mohamed mohammad mehmet muhammed mohamad mahomet mamadou mohd muhamed muhamad mamadu mohamud mahamat muhammet mahamadou mohammod magomed mohummad muhammadu mhd mohmmad mohamet mochamad محمد
ahmad ahmed ahmet achmad amadou akhmad akhmed akhmat ahmat ahamed احمد
mahmoud mahmud mahmood mahamoud mamoud makhmud محمود
hussein husain hussain hossein huseyin husayn houssein hussien hosein husein hocine hussin khusein حسين
hassan hasan hassane hasson khasan asan حسن
ali aly alee علي
fatima fatma fatemeh fatimah fatoumata fatimeh fatuma fatimata fadma fatou faduma fatema فاطمه
aisha aicha ayesha aysha aishah aysheh ayse aissatou aisa ayisha aichatou عايشه
khadija khadijah hatice khadijeh kadija hadija kadidja khadiga khadidja hadijah خديجه
zaynab zainab zeinab zeynab zeynep zaineb zineb zenab senab زينب
yahya yehia yahia yahiya يحيي
umar omar omer oumar umer عمر
uthman osman othman usman ousmane ottoman utman عثمان
jaafar jafar jaffar cafer djaafar gaafar jaffer jafer جعفر
jamal gamal djamel cemal jamaal جمال
khalid khaled halid khalil khaleed خالد
qasim kasim qassem kassem gasim ghassem qasem kacem kasem قاسم
abdullah abdallah abdulla abdullahi abdoulaye abdalla عبدالله
abdurrahman abdulrahman abdelrahman abdirahman abderrahmane abdirahman abdurahman عبدالرحمن
abdulaziz abdelaziz abdoulaziz abdiaziz عبدالعزيز
abdulqadir abdelkader abdulkadir abdikadir abdulqader abdelqader عبدالقادر
yasin yassin yaseen yacine yasiin ياسين
tariq tarek tarik tareq tariq طارق
said saeed sayed saed saeid syed sayyid sayid سعيد
saleh salih salah saleh صالح
nur noor nour noora نور
isa issa eisa aissa عيسي
layla leila laila leyla lila ليلي
mustafa mostafa moustafa mustapha mustafa moustapha مصطفي
murad mourad morad murat
yunus younis jonah younes yonas yunis jonas yonis iona يونس
ayub ayoub job eyob eyoub iyob ayyub eyub ايوب
harun haroun aaron aron haroon arun aharon
idris edris idriss enoch
dawud daud dawood daoud داود
yaqub yacoub yakub jacob يعقوب
gebre ghebre gebr ghibre
tesfay tesfaye tesfai
tsegay tsegaye tsegai
berhane birhane berhan birhan
kim gim
lee li yi rhee ri
park bak pak
choi choe
jung jeong chung chong
kang gang
cho jo
yoon yun
lim im rim
shin sin
oh o
wu ng
huang wong hwang
chen chan tan
zhang chang cheung
wang wong
liu lau
nguyen nguen
marina maryna maryina marin
mario
mariana marianna maryana
karim kareem abdulkarim
rahim raheem
hamid hameed hamed
majid majeed madjid
hamida hameeda
karima kareema
amin ameen
amina ameena aminah
carla karla
wilma vilma
roberta robertina
jonathan yonatan jonatan yehonatan jonathon
andrea
victoriya
gabriela gabriella gabriele
eric erik erick erich eryk
erica erika
claudio
claudia
lauren
laura
jessica
stephenie
zarina
zara zahra
nadia nadiya nadya nadezhda nadiia nadija
lyubov liubov ljubov lubov luba lyuba
galina halyna galyna halina
lyudmila liudmyla ludmila lyudmyla ljudmyla lucya mila
larisa larysa
oksana oxana
xenia ksenia kseniya aksinya ksenya kseniia
zlata
darina daryna darya daria dariya dasha
marat
martine martina martyna
selam selamawit selamawet
embay embaye embai
)";

}  // namespace homeward::matching
