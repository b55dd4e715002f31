"""Common Italian names for invented people."""

WOMEN = (
    *("Anna", "Maria", "Giulia", "Francesca", "Laura", "Chiara", "Elena", "Paola", "Silvia", "Giovanna", "Rosa", "Angela", "Marta", "Sara"),
    *("Federica", "Valentina", "Alessandra", "Cristina", "Daniela", "Barbara", "Teresa", "Lucia", "Irene", "Marisa", "Ivana", "Loredana"),
    *("Nadia", "Samira", "Olena", "Mirella", "Luisa", "Beatrice", "Caterina", "Monica", "Patrizia", "Simona", "Emma", "Ilaria"),
)
MEN = (
    *("Giuseppe", "Marco", "Andrea", "Luca", "Francesco", "Paolo", "Giovanni", "Roberto", "Stefano", "Alessandro", "Davide", "Matteo"),
    *("Claudio", "Enrico", "Franco", "Giorgio", "Mauro", "Massimo", "Sergio", "Vittorio", "Luigi", "Pietro", "Simone", "Fabio", "Daniele"),
    *("Ivan", "Youssef", "Emanuele", "Gabriele", "Alberto", "Bruno", "Cesare", "Renato", "Tiziano", "Nicola", "Filippo", "Gino", "Loris"),
)
SURNAMES = (
    *("Ferrari", "Rossi", "Bianchi", "Barbieri", "Bertolini", "Montanari", "Vaccari", "Malagoli", "Zanni", "Gibellini", "Cavazzuti"),
    *("Baraldi", "Bonacini", "Casarini", "Corradini", "Franchini", "Galli", "Guidetti", "Lugli", "Manfredini", "Martinelli", "Mazzoni"),
    *("Morselli", "Muratori", "Neri", "Pellati", "Pini", "Prampolini", "Reggiani", "Righi", "Sacchi", "Salvioli", "Silvestri", "Solmi"),
    *("Tagliavini", "Tosi", "Vandelli", "Venturelli", "Vecchi", "Zoboli", "Amadei", "Bellei", "Bergonzini", "Braglia", "Cantelli"),
    *("Cavani", "Cuoghi", "Fontana", "Garuti", "Gozzi", "Levoni", "Magnani", "Messori", "Orlandi", "Paltrinieri", "Rinaldi", "Serafini"),
    *("El Amrani", "Kovalenko", "Hoxha", "Okafor", "De Luca", "Esposito", "Lombardi", "Greco", "Colombo", "Conti"),
)
STREETS = (
    *("Via Emilia", "Via Canaletto", "Via della Pace", "Via dei Mille", "Viale Italia", "Via Giardini", "Via Roma", "Via del Lavoro"),
    "Via Secchia",
)
