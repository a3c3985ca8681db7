"""English wording that listings may not use; the notation is told in `phrases`."""

from __future__ import annotations

from typing import Final

from domain.markets.phrases import phrases

PROMOTIONAL: Final = phrases("""
free .. shipping|delivery
free returns|return|gift|gifts
ships|shipped|delivered for free
ships|shipped free
shipping free
fast|express shipping|delivery
same|next|2|two|one day shipping|delivery
shipping included
walmart fulfilled
fulfilled by walmart
hot sale|deal|deals|seller|selling|item|price
top rated|seller|sellers|selling|pick
highest rated
best seller|sellers|selling|price|prices|deal|deals|value
number|no one|1 choice|seller|rated|brand|pick|selling
most popular
premium|superior|unbeatable|highest quality
best quality
clearance
black friday
cyber monday
prime day
savings
save big|money|now|today|up
low|lower|lowest|cheap|discount|discounted|sale price|prices|priced
special|reduced|unbeatable|best price|prices
cheap|cheapest
discount*
sale
big|huge|flash|mega|summer|winter|holiday|final sale
sale price|now|today|off
special offer|offers|deal|deals
limited offer
great|amazing|hot|super|best deal|deals
deal of .. day|week
buy one|1|two|2 get
buy 1|2|3 get 1|2|3
bogo
coupon*
promo|promos
promotion|promotional|promotions code|offer|price|deal
bargain|bargains
money back
closeout*
factory|wholesale|unbeatable|great|best price|prices|pricing|value
satisfaction guaranteed
percent|half off|price
free gift|bonus|sample|samples
rollback|rollbacks
""")

RETAILERS: Final = phrases("""
walmart*
walmart.com
amazon
ebay*
aliexpress*
etsy
costco*
kroger
best buy
home depot
lowes|lowe's
macys|macy's
kohls|kohl's
sams|sam's club
wayfair
walgreens
cvs pharmacy
target store|stores|exclusive|com
at|from|than target
ikea
kmart
newegg
temu
shein
sephora
zalando
""")

EXCLUSIVITY: Final = phrases("""
exclusively available|sold|here
exclusively at|on|from walmart|our|this|amazon
only|solely available at|on|from|here|through
only at|on walmart|our
sold exclusively|only at|on|by|through|here|from
available exclusively|only at|from|here|through
walmart exclusive*
exclusive to|offer|deal
online|web|store exclusive
find .. anywhere else
not available|sold elsewhere|anywhere
nowhere else
exclusively online
found in other|any stores|store|shops
""")

COMPETITOR: Final = phrases("""
competitor|competitors|competition|competitor's|competitors'
unlike|than|beats|outperforms|outlasts .. other .. brands|products|models
unlike others
better|stronger|faster|cheaper than .. other|others|brands|any|leading
than leading|competing brands|products|models
other|leading|competing brands
unrivaled|unrivalled
best in|on .. market|world|industry|class
world's|worlds|market's|industry's best|number|no
best .. in .. world|market|industry
1 brand|choice|selling
number one
america's|world's|nation's favorite|best|number|no|finest|leading
compared|compare to .. brands|competitors|others
""")

AUTHENTICITY: Final = phrases("""
100 authentic|genuine|original
guaranteed authentic|genuine|original
authentic|genuine product|products|item|guaranteed|guarantee
authenticity guaranteed|guarantee|certificate
certified authentic
not .. replica|fake|counterfeit|knockoff
authorized|authorised|official dealer|retailer|seller|reseller|distributor
""")

AVAILABILITY: Final = phrases("""
coming soon
out of stock
in stock
discontinued
sold out
back in stock
limited stock|quantity|quantities|supply
while supplies|stocks|stock last|lasts
pre order|orders
preorder|preorders
no longer available|made
only 1|2|3|4|5|6|7|8|9|10|few|a left|few
""")

URGENCY: Final = phrases("""
limited time
hurry
act now|fast
buy|order|shop now|today
don't|dont miss
last chance
add .. to cart
today only
""")

RESTRICTED: Final = phrases("""
biodegradable|biodegrades|biodegradability|biodegrade
compostable|compostability
degradable|oxo-degradable|photodegradable
decomposable|decomposes
bio degradable
""")

BARRED: Final = phrases("""
pfas free
pfasfree
free of|from .. pfas
no|without|zero|non .. pfas|pfass
contains|contain no|zero pfas
pfoa free
""")

ORIGIN: Final = phrases("""
made|manufactured|assembled|produced|built|crafted in usa|us|u.s.a|u.s|america|united|american
made|manufactured|assembled|produced|built|crafted in the usa|us|u.s.a|u.s|united|states
made|manufactured|assembled|produced|built|crafted .. in america
usa|american|america made
product of .. usa|america|united
""")

HEALTH: Final = phrases("""
fda approved|cleared
clinically proven
doctor|dermatologist recommended
cure|cures|treats|prevents|heals cancer|diabetes|disease|diseases|arthritis|illness|covid
kills .. germs|viruses|bacteria
""")

FINE: Final = phrases("""
ground|height|head|overhead|door|wall|vertical|minimum|valve|road|wheel clearance
clearance height|light*|lamp*|of|between|around|for|space
energy|water|space|fuel|power|battery|time|storage|labor savings
amazon rainforest|river|basin|parrot|alexa|echo|fire|kindle|music|prime
discontinued by manufacturer
in a|your|his|her|their|no|such hurry
in a real|big|great|terrible|morning hurry
no hurry
no|any|little reason|need|cause to hurry
does not|never hurry
""")
