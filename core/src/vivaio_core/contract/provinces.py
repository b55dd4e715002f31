"""The Italian provinces and metropolitan cities by their two letters, the Sardinian ones of 2025 and those they replace included."""

import difflib
import unicodedata

from vivaio_core.contract.text import _

_TABLE = (
    "AG Agrigento|AL Alessandria|AN Ancona|AO Aosta|AP Ascoli Piceno|AQ L'Aquila|AR Arezzo|AT Asti|AV Avellino|BA Bari|BG Bergamo|BI Biella"
    "|BL Belluno|BN Benevento|BO Bologna|BR Brindisi|BS Brescia|BT Barletta-Andria-Trani|BZ Bolzano|CA Cagliari|CB Campobasso|CE Caserta"
    "|CH Chieti|CI Sulcis Iglesiente|CL Caltanissetta|CN Cuneo|CO Como|CR Cremona|CS Cosenza|CT Catania|CZ Catanzaro|EN Enna|FC Forlì-Cesena"
    "|FE Ferrara|FG Foggia|FI Firenze|FM Fermo|FR Frosinone|GE Genova|GO Gorizia|GR Grosseto|IM Imperia|IS Isernia|KR Crotone|LC Lecco|LE Lecce"
    "|LI Livorno|LO Lodi|LT Latina|LU Lucca|MB Monza e Brianza|MC Macerata|ME Messina|MI Milano|MN Mantova|MO Modena|MS Massa-Carrara|MT Matera"
    "|NA Napoli|NO Novara|NU Nuoro|OG Ogliastra|OR Oristano|OT Gallura|PA Palermo|PC Piacenza|PD Padova|PE Pescara|PG Perugia|PI Pisa"
    "|PN Pordenone|PO Prato|PR Parma|PT Pistoia|PU Pesaro e Urbino|PV Pavia|PZ Potenza|RA Ravenna|RC Reggio Calabria|RE Reggio Emilia|RG Ragusa"
    "|RI Rieti|RM Roma|RN Rimini|RO Rovigo|SA Salerno|SI Siena|SO Sondrio|SP La Spezia|SR Siracusa|SS Sassari|SU Sud Sardegna|SV Savona"
    "|TA Taranto|TE Teramo|TN Trento|TO Torino|TP Trapani|TR Terni|TS Trieste|TV Treviso|UD Udine|VA Varese|VB Verbano-Cusio-Ossola|VC Vercelli"
    "|VE Venezia|VI Vicenza|VR Verona|VS Medio Campidano|VT Viterbo|VV Vibo Valentia"
)
PROVINCES: dict[str, str] = {entry[:2]: entry[3:] for entry in _TABLE.split("|")}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if char.isalpha())


_BY_NAME = {_plain(name): code for code, name in PROVINCES.items()}


def province_code(text: str) -> str:
    """`mo`, `MO` or `Modena` → `MO`. Raises ValueError with an Italian cure."""
    wanted = text.strip()
    if wanted.upper() in PROVINCES:
        return wanted.upper()
    plain = _plain(wanted)
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    near = difflib.get_close_matches(plain, _BY_NAME, 1, 0.75)
    if near:
        code = _BY_NAME[near[0]]
        raise ValueError(_("no such province: perhaps you meant {name} ({code})?").format(name=PROVINCES[code], code=code))
    raise ValueError(_("no such province: write its two letters or its name, for example MO or Modena"))
