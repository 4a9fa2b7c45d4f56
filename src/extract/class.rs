//! What a mention stands for: finer than the ontology's kinds, for things that are no nodes as well.

/// What a mention or entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A country and its government.
    State,
    /// One human being.
    Person,
    /// An organisation, body, company, party, medium.
    Organization,
    /// An army, militia, rebel or terrorist group.
    ArmedGroup,
    /// An unorganised or unnamed body of people.
    Group,
    /// An acting body of unknown sort.
    Actor,
    /// A city, town or village.
    City,
    /// A region, province, sea or continent.
    Region,
    /// A building, vehicle, website: something attacked or stood in.
    Facility,
    /// A location of unknown sort.
    Place,
    /// Something that happens.
    Event,
    /// A piece of speech: claim, statement, report.
    Speech,
    /// A day, month, period.
    Time,
    /// A number, an amount.
    Quantity,
    /// A law, document, work of art or a made thing.
    Object,
    /// Anything else.
    Abstract,
}

impl Class {
    /// Gives the labels of the node that such an entity becomes: the kind and, where known, the
    /// subtype. Empty for what becomes no node.
    pub fn labels(self) -> &'static [&'static str] {
        match self {
            Class::State => &["State"],
            Class::Person => &["Actor", "Person"],
            Class::Organization => &["Actor", "Organization"],
            Class::ArmedGroup => &["Actor", "ArmedGroup"],
            Class::Group => &["Actor", "Group"],
            Class::Actor => &["Actor"],
            Class::City => &["Place", "City"],
            Class::Region => &["Place", "Region"],
            Class::Facility => &["Place", "Facility"],
            Class::Place => &["Place"],
            Class::Event => &["Event"],
            Class::Speech => &["Claim"],
            Class::Time | Class::Quantity | Class::Object | Class::Abstract => &[],
        }
    }

    /// Finds the class of a label of the ontology.
    pub fn from_label(label: &str) -> Option<Self> {
        Some(match label {
            "State" => Class::State,
            "Person" => Class::Person,
            "Organization" => Class::Organization,
            "ArmedGroup" => Class::ArmedGroup,
            "Group" => Class::Group,
            "Actor" => Class::Actor,
            "City" => Class::City,
            "Region" => Class::Region,
            "Facility" => Class::Facility,
            "Place" => Class::Place,
            "Event" => Class::Event,
            "Claim" => Class::Speech,
            _ => return None,
        })
    }

    /// Tells whether it acts, speaks and suffers.
    pub fn is_actor(self) -> bool {
        matches!(
            self,
            Class::State
                | Class::Person
                | Class::Organization
                | Class::ArmedGroup
                | Class::Group
                | Class::Actor
        )
    }

    /// Tells whether it is a location that is no State.
    pub fn is_place(self) -> bool {
        matches!(
            self,
            Class::City | Class::Region | Class::Facility | Class::Place
        )
    }

    /// Tells whether an entity of this class is a node: a State, an Actor or a Place.
    pub fn is_node(self) -> bool {
        self.is_actor() || self.is_place()
    }

    /// Tells whether it is many people.
    pub fn is_body(self) -> bool {
        matches!(
            self,
            Class::Organization | Class::ArmedGroup | Class::Group | Class::Actor
        )
    }

    /// Gives the name that the document form uses for a mention's type.
    pub fn type_name(self) -> &'static str {
        match self {
            Class::State => "state",
            Class::Person => "person",
            Class::Organization | Class::Actor => "organization",
            Class::ArmedGroup => "armed-group",
            Class::Group => "group",
            Class::City => "city",
            Class::Region => "region",
            Class::Facility => "facility",
            Class::Place => "place",
            Class::Event => "event",
            Class::Speech => "claim",
            Class::Time => "time",
            Class::Quantity => "quantity",
            Class::Object => "object",
            Class::Abstract => "abstract",
        }
    }
}
