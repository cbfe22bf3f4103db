"""Everyday English words that are spelt right though no listing uses them, so that they are never "corrected"."""

COMMON = frozenset(
    """
able above accept account aches across action active adult adults advice afraid afternoon afternoons age aged alive
alone along angry animal animals ankle anniversary answer anxious apart apply appointment april argue argument arm arms
arrive asleep aunt auntie autumn awake baby back bad badly bag bags bake bald ball band bank bath bathroom battery bed
bedroom beds been behind bell bench bigger bike bill bills bird birds birth birthday bit bite black blame blanket bleed
blind blood blown blue board boat body boil boiler bone bones book books boots bored boss both bottle bottom bowl box
boxes boy boyfriend boys brain brave bread break breakfast breath bright bring broke broken brother brothers brought
brown brush build builder building built bulb bully burn burnt bus buses business busy butter button buy cake call
called calls calm camera cancel car caravan card cards careful cars carpet carry cash cat cats caught cause ceiling
chair chairs change changed charge cheap cheaper check cheese chest child church cigarette city class clean cleaned
clear clever climb clinic clock close closed cloth clothes cloud coat coffee coin cold colder collect college company
complain computer confused control cook cooker cooking cool corner cost costs cough count country course cousin cover
cows crash crazy cross crowd cry crying cup cupboard cure curtain cut cuts dad daddy daily damaged damp dance danger
dark date daughter daughters day days dear debt december decide deep dentist desk diet different difficult dinner dirty
dirt dish dizzy doctor doctors dog dogs door doors double down drain draw dream dress drink drinking drive driver
driving drop dry dryer duck dust duty ear early earn ears earth easier east easy eating egg eggs eight eldest eleven
empty end ended engine english enjoy enough enter envelope evening evenings event every exam exhausted expensive
explain extra eye eyes face fail fair fall family farm fast fat father fault fear february feed feel feeling feelings
fell fence fetch fever few field fifteen fifty fight fill film final finally fine finger finish fire first fish fit
five fix fixed flat flats flood floor flower flowers fly follow food foot football foreign forget form forms forty
forward four fourteen fox free freezer freezing fresh friday fridge friend friendly friends fright frightened front
fruit full fun funeral funny furniture future game games garage garden gas gate gave gentle girl girlfriend girls glad
glass glasses gloves goal gold gran grandchildren granddaughter grandma grandmother grandson grass great green grey
ground group grow guess guitar gun guy hair half hall hand handle hands hang happen happened happy hard hat hate head
headache health healthy hear heard hearing heart heat heater heating heavy height hell hide high hill hire history hit
hold hole holiday holidays home homework hope horse hospital hot hotel hour hours house housework huge hundred hung
hungry hurry hurt husband ice idea ideas ill illness important inside instead internet iron island job jobs join joint
joke juice july jump june keys kettle kick kill kind kitchen knee knees knew knife knit lady lamp land language laptop
large last late lately later laugh laundry law lawn lawyer lay lazy leaflet leak learn leave leaving left leg legal
legs lend lesson letter letters library licence lie lift light lightbulb lights line lips list listen load loan lock
locked long longer loose lost loud love lovely low luck lucky lunch lung machine mad mail make making man manage march
married marry match mate mates matter mattress meal meals mean means meat medicine meet meeting member mental mess
message met metal meter middle midnight milk mind minute minutes mirror miss missed mistake mix mobile mobility moment
monday money month monthly months moon morning mornings mother mouse mouth move moved moving mum music nail nails name
narrow nasty neck neighbour neighbours nephew nerve nervous nest never new news newspaper nice niece night nights nine
nineteen noise noisy none normal north nose note nothing notice november number nurse nurses nursery october odd off
offer office often oil old older oldest open operation opposite orange order our outside oven own pack packet page paid
pain painful paint painting pair paper parcel parent parents park parking parked party partner pass passed passport
past path pay paying payment peace pen pencil people person pet pets phone photo photograph piano pick picture piece
pill pills pink pipe place plan plant plants plate play played player please plug plumber pocket point police poor
population post postman pound pounds practice pram present pretty price prison private prize problem problems proud
public pull pump push puzzle quarter queen question quick quickly quiet quite rabbit radiator radio rain raise rang
rat rats reach read reading ready real reason red referral regular relative relax rent repair reply rescue rest retire
retired return rich ride right ring ringing river road rob roll roof room rooms rose rough row rubbish rude rule run
running sack sad safe safer salad sale salt same sand saturday saturdays save saw scared school schools science score
scream sea seat second secret see seen self sell send september serious serve service settle seven sew shake shame
shape share sharp shelf shelter shine ship shirt shock shoe shoes shop shopping shops short shoulder shout shouting
shower shut sick side sight sign silence silly silver simple since sing single sink sister sisters sit site sitting six
sixteen sixty size skin skirt sky sleep sleeping slept slip slow slowly small smell smile smoke snow soap sock socks
sofa soft sold solicitor solve son song sons sore sorry soul sound soup south space spare speak special spell spend
spent spider spoke spoon sport spring square stair stairs stamp stand star start started starving state station stay
steal step stepdad stepmum stick sticks still stitch stole stomach stone stop stopped store storm story straight
strange stranger street stress string strong student study stuck stupid sugar suit summer sun sunday sundays supper
support surgery surprise swim swimming switch table tablet tablets tail tall tap taxi tea teach teacher team tear tears
teeth television ten tenant tent term terrible terrified test text thin third thirsty thirteen thirty thought thousand
three throat throw thumb thursday thursdays ticket tidy tie tight till time times tiny tired toaster today toe toes
toilet told tomorrow tongue tonight took tool tools tooth top torch total touch tough tour towel tower town toy toys
traffic train trainers trains travel treat tree trees trip trouble trousers trust truth tuesday tuesdays tummy turn
twelve twenty twice twin twins two type tyre ugly umbrella unable uncle under understand uniform university unwell upset
upstairs urgent useful usual van vegetables very vet view village violent visit visitor visitors voice vote wage wages
wait waiting wake walk walked walking wall walls want war wardrobe warm wash washing waste watch watching water weak
wear weather website wedding wednesday wednesdays week weekend weekends weekly weeks weight welcome west wet wheel
wheelchair white whole wide wife wind window windows winter wire wish woman women won wonder wood wool word words work
worked worker working works world worn worried worry worrying worse worst wrist write writing wrong yard yellow
yesterday young younger youngest youth zero zoo minus plus shot shots hijab nephews puff sofa toast
""".split()
)
