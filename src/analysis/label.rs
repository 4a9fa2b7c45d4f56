//! The closed lists of labels: parts of speech, dependency relations, features, types of names.

/// Universal parts of speech (UD v2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the standard names speak for themselves")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// Every value, in order.
    pub const ALL: &'static [Upos] = &[
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// Gives the name in the standard's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Upos::Adj => "ADJ",
            Upos::Adp => "ADP",
            Upos::Adv => "ADV",
            Upos::Aux => "AUX",
            Upos::Cconj => "CCONJ",
            Upos::Det => "DET",
            Upos::Intj => "INTJ",
            Upos::Noun => "NOUN",
            Upos::Num => "NUM",
            Upos::Part => "PART",
            Upos::Pron => "PRON",
            Upos::Propn => "PROPN",
            Upos::Punct => "PUNCT",
            Upos::Sconj => "SCONJ",
            Upos::Sym => "SYM",
            Upos::Verb => "VERB",
            Upos::X => "X",
        }
    }

    /// Finds the value of a name in the standard's spelling.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }
}

/// The Penn Treebank tags as English UD uses them, sorted.
pub const PENN_TAGS: &[&str] = &[
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW",
    "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "``",
];

/// Finds a Penn Treebank tag.
pub fn penn_tag(name: &str) -> Option<&'static str> {
    let place = PENN_TAGS.binary_search(&name).ok()?;
    Some(PENN_TAGS[place])
}

/// Dependency relations with the subtypes that English uses (UD v2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the standard names speak for themselves")]
pub enum Deprel {
    Acl,
    AclRelcl,
    Advcl,
    AdvclRelcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    AuxPass,
    Case,
    Cc,
    CcPreconj,
    Ccomp,
    Compound,
    CompoundPrt,
    Conj,
    Cop,
    Csubj,
    CsubjOuter,
    CsubjPass,
    Dep,
    Det,
    DetPredet,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    NmodDesc,
    NmodPoss,
    NmodUnmarked,
    Nsubj,
    NsubjOuter,
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    OblAgent,
    OblUnmarked,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}

impl Deprel {
    /// Every value, in order.
    pub const ALL: &'static [Deprel] = &[
        Deprel::Acl,
        Deprel::AclRelcl,
        Deprel::Advcl,
        Deprel::AdvclRelcl,
        Deprel::Advmod,
        Deprel::Amod,
        Deprel::Appos,
        Deprel::Aux,
        Deprel::AuxPass,
        Deprel::Case,
        Deprel::Cc,
        Deprel::CcPreconj,
        Deprel::Ccomp,
        Deprel::Compound,
        Deprel::CompoundPrt,
        Deprel::Conj,
        Deprel::Cop,
        Deprel::Csubj,
        Deprel::CsubjOuter,
        Deprel::CsubjPass,
        Deprel::Dep,
        Deprel::Det,
        Deprel::DetPredet,
        Deprel::Discourse,
        Deprel::Dislocated,
        Deprel::Expl,
        Deprel::Fixed,
        Deprel::Flat,
        Deprel::Goeswith,
        Deprel::Iobj,
        Deprel::List,
        Deprel::Mark,
        Deprel::Nmod,
        Deprel::NmodDesc,
        Deprel::NmodPoss,
        Deprel::NmodUnmarked,
        Deprel::Nsubj,
        Deprel::NsubjOuter,
        Deprel::NsubjPass,
        Deprel::Nummod,
        Deprel::Obj,
        Deprel::Obl,
        Deprel::OblAgent,
        Deprel::OblUnmarked,
        Deprel::Orphan,
        Deprel::Parataxis,
        Deprel::Punct,
        Deprel::Reparandum,
        Deprel::Root,
        Deprel::Vocative,
        Deprel::Xcomp,
    ];

    /// Gives the name in the standard's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Deprel::Acl => "acl",
            Deprel::AclRelcl => "acl:relcl",
            Deprel::Advcl => "advcl",
            Deprel::AdvclRelcl => "advcl:relcl",
            Deprel::Advmod => "advmod",
            Deprel::Amod => "amod",
            Deprel::Appos => "appos",
            Deprel::Aux => "aux",
            Deprel::AuxPass => "aux:pass",
            Deprel::Case => "case",
            Deprel::Cc => "cc",
            Deprel::CcPreconj => "cc:preconj",
            Deprel::Ccomp => "ccomp",
            Deprel::Compound => "compound",
            Deprel::CompoundPrt => "compound:prt",
            Deprel::Conj => "conj",
            Deprel::Cop => "cop",
            Deprel::Csubj => "csubj",
            Deprel::CsubjOuter => "csubj:outer",
            Deprel::CsubjPass => "csubj:pass",
            Deprel::Dep => "dep",
            Deprel::Det => "det",
            Deprel::DetPredet => "det:predet",
            Deprel::Discourse => "discourse",
            Deprel::Dislocated => "dislocated",
            Deprel::Expl => "expl",
            Deprel::Fixed => "fixed",
            Deprel::Flat => "flat",
            Deprel::Goeswith => "goeswith",
            Deprel::Iobj => "iobj",
            Deprel::List => "list",
            Deprel::Mark => "mark",
            Deprel::Nmod => "nmod",
            Deprel::NmodDesc => "nmod:desc",
            Deprel::NmodPoss => "nmod:poss",
            Deprel::NmodUnmarked => "nmod:unmarked",
            Deprel::Nsubj => "nsubj",
            Deprel::NsubjOuter => "nsubj:outer",
            Deprel::NsubjPass => "nsubj:pass",
            Deprel::Nummod => "nummod",
            Deprel::Obj => "obj",
            Deprel::Obl => "obl",
            Deprel::OblAgent => "obl:agent",
            Deprel::OblUnmarked => "obl:unmarked",
            Deprel::Orphan => "orphan",
            Deprel::Parataxis => "parataxis",
            Deprel::Punct => "punct",
            Deprel::Reparandum => "reparandum",
            Deprel::Root => "root",
            Deprel::Vocative => "vocative",
            Deprel::Xcomp => "xcomp",
        }
    }

    /// Finds the value of a name in the standard's spelling.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the standard names speak for themselves")]
pub enum NameType {
    Person,
    Organization,
    Place,
    Nationality,
    Event,
    Time,
    Other,
}

impl NameType {
    /// Every value, in order.
    pub const ALL: &'static [NameType] = &[
        NameType::Person,
        NameType::Organization,
        NameType::Place,
        NameType::Nationality,
        NameType::Event,
        NameType::Time,
        NameType::Other,
    ];

    /// Gives the name in the standard's spelling.
    pub fn name(self) -> &'static str {
        match self {
            NameType::Person => "person",
            NameType::Organization => "organization",
            NameType::Place => "place",
            NameType::Nationality => "nationality",
            NameType::Event => "event",
            NameType::Time => "time",
            NameType::Other => "other",
        }
    }

    /// Finds the value of a name in the standard's spelling.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }
}

impl Deprel {
    /// Gives the relation without its subtype: `nsubj` for `nsubj:pass`.
    pub fn universal(self) -> &'static str {
        let name = self.name();
        name.split_once(':')
            .map_or(name, |(universal, _)| universal)
    }
}

/// The morphological features that rules need, a bit each, in UD's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features(pub u64);

impl Features {
    /// Each feature with its value; the position is the bit.
    pub const NAMES: &'static [(&'static str, &'static str)] = &[
        ("Case", "Acc"),
        ("Case", "Gen"),
        ("Case", "Nom"),
        ("Definite", "Def"),
        ("Definite", "Ind"),
        ("Degree", "Cmp"),
        ("Degree", "Pos"),
        ("Degree", "Sup"),
        ("Gender", "Fem"),
        ("Gender", "Masc"),
        ("Gender", "Neut"),
        ("Mood", "Imp"),
        ("Mood", "Ind"),
        ("Mood", "Sub"),
        ("Number", "Plur"),
        ("Number", "Ptan"),
        ("Number", "Sing"),
        ("NumType", "Card"),
        ("NumType", "Frac"),
        ("NumType", "Mult"),
        ("NumType", "Ord"),
        ("Person", "1"),
        ("Person", "2"),
        ("Person", "3"),
        ("Polarity", "Neg"),
        ("Poss", "Yes"),
        ("PronType", "Art"),
        ("PronType", "Dem"),
        ("PronType", "Emp"),
        ("PronType", "Ind"),
        ("PronType", "Int"),
        ("PronType", "Neg"),
        ("PronType", "Prs"),
        ("PronType", "Rcp"),
        ("PronType", "Rel"),
        ("PronType", "Tot"),
        ("Reflex", "Yes"),
        ("Tense", "Past"),
        ("Tense", "Pres"),
        ("VerbForm", "Fin"),
        ("VerbForm", "Ger"),
        ("VerbForm", "Inf"),
        ("VerbForm", "Part"),
        ("Voice", "Pass"),
        ("Abbr", "Yes"),
    ];

    /// Tells whether the feature has this value, as in `has("Number", "Plur")`.
    pub fn has(self, feature: &str, value: &str) -> bool {
        Self::bit(feature, value).is_some_and(|bit| self.0 & bit != 0)
    }

    /// Adds a value; an unknown one is left out.
    #[must_use]
    pub fn with(self, feature: &str, value: &str) -> Self {
        Features(self.0 | Self::bit(feature, value).unwrap_or(0))
    }

    /// Takes all values of a feature away.
    #[must_use]
    pub fn without(self, feature: &str) -> Self {
        let bits = (Self::NAMES.iter().enumerate())
            .filter(|(_, (name, _))| *name == feature)
            .map(|(bit, _)| 1 << bit)
            .sum::<u64>();
        Features(self.0 & !bits)
    }

    /// Lists the features with their values in UD's order.
    pub fn iter(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        (Self::NAMES.iter().enumerate())
            .filter(move |(bit, _)| self.0 >> bit & 1 == 1)
            .map(|(_, entry)| *entry)
    }

    fn bit(feature: &str, value: &str) -> Option<u64> {
        let position = Self::NAMES
            .iter()
            .position(|entry| *entry == (feature, value))?;
        Some(1 << position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn penn_tags_are_sorted_so_that_all_are_found() {
        for tag in PENN_TAGS {
            assert_eq!(penn_tag(tag), Some(*tag));
        }
        assert_eq!(penn_tag("NNX"), None);
    }

    #[test]
    fn features_are_listed_as_they_were_added() {
        let features = Features::default()
            .with("Number", "Plur")
            .with("Case", "Nom");
        assert!(features.has("Number", "Plur") && !features.has("Number", "Sing"));
        let listed: Vec<_> = features.iter().collect();
        assert_eq!(listed, [("Case", "Nom"), ("Number", "Plur")]);
    }
}
