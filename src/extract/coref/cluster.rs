//! Sets of mentions that stand for one thing.

use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::candidate::Gender;

/// So many mentions tell what a set is of.
const TELLING: usize = 48;

/// The candidates with what has been joined so far.
pub(in crate::extract) struct Clusters<'a> {
    pub(in crate::extract) candidates: &'a [Candidate],
    set: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl<'a> Clusters<'a> {
    /// Starts with each candidate for itself.
    pub(in crate::extract) fn new(candidates: &'a [Candidate]) -> Self {
        Clusters {
            candidates,
            set: (0..candidates.len()).collect(),
            members: (0..candidates.len()).map(|index| vec![index]).collect(),
        }
    }

    /// Gives the number of the set that a candidate is in.
    pub(in crate::extract) fn set_of(&self, index: usize) -> usize {
        self.set[index]
    }

    /// Lists the candidates of a set in the order of the text.
    pub(in crate::extract) fn members(&self, set: usize) -> &[usize] {
        &self.members[set]
    }

    /// Lists the first mentions of a set: enough to know what it is of, however often it is named.
    fn first_members(&self, index: usize) -> &[usize] {
        let members = &self.members[self.set[index]];
        &members[..members.len().min(TELLING)]
    }

    /// Tells whether two candidates have been joined.
    pub(in crate::extract) fn same(&self, a: usize, b: usize) -> bool {
        self.set[a] == self.set[b]
    }

    /// Joins the sets of two candidates, whether or not they agree.
    pub(in crate::extract) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.set[a], self.set[b]);
        if a == b {
            return;
        }
        let (keep, gone) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut self.members[gone]);
        for &index in &moved {
            self.set[index] = keep;
        }
        let sorted = self.members[keep].last() < moved.first();
        self.members[keep].extend(moved);
        if !sorted {
            self.members[keep].sort_unstable();
        }
    }

    /// Joins the sets of two candidates where their classes, links, numbers and genders agree.
    pub(in crate::extract) fn join_if_agree(&mut self, a: usize, b: usize) -> bool {
        if !self.agree(a, b) {
            return false;
        }
        self.join(a, b);
        true
    }

    /// Tells whether nothing that is known of two sets speaks against their being one.
    pub(in crate::extract) fn agree(&self, a: usize, b: usize) -> bool {
        let (class_a, class_b) = (self.class(a), self.class(b));
        let (link_a, link_b) = (self.link(a), self.link(b));
        if link_a.is_some() && link_b.is_some() && link_a != link_b {
            return false;
        }
        if let (Some(a), Some(b)) = (self.gender(a), self.gender(b))
            && a != b
        {
            return false;
        }
        classes_agree(class_a, class_b)
    }

    /// Gives the class of a set: a known name's, then a name's, then a noun's.
    pub(in crate::extract) fn class(&self, index: usize) -> Class {
        let members = self.first_members(index);
        let rank = |&&index: &&usize| {
            let candidate = &self.candidates[index];
            (
                candidate.meaning.is_none(),
                candidate.form != MentionForm::Name,
                candidate.form == MentionForm::Pronoun,
                matches!(candidate.class, Class::Abstract | Class::Quantity),
                index,
            )
        };
        members
            .iter()
            .min_by_key(rank)
            .map_or(Class::Abstract, |&index| self.candidates[index].class)
    }

    /// Gives the entry of the lexicon that the set is, if a name says so.
    pub(in crate::extract) fn link(&self, index: usize) -> Option<Link> {
        self.first_members(index)
            .iter()
            .filter(|&&index| self.candidates[index].class != Class::Group)
            .find_map(|&index| self.candidates[index].meaning.map(|meaning| meaning.link))
    }

    /// Gives the gender that a member tells.
    pub(in crate::extract) fn gender(&self, index: usize) -> Option<Gender> {
        self.first_members(index)
            .iter()
            .find_map(|&index| self.candidates[index].gender)
    }

    /// Tells whether a member is a proper name.
    pub(in crate::extract) fn is_named(&self, index: usize) -> bool {
        self.first_members(index)
            .iter()
            .any(|&index| self.candidates[index].form == MentionForm::Name)
    }

    /// Tells whether the set is of many.
    pub(in crate::extract) fn is_plural(&self, index: usize) -> bool {
        self.first_members(index).iter().any(|&index| {
            let candidate = &self.candidates[index];
            candidate.plural && candidate.form != MentionForm::Pronoun
        })
    }

    /// Lists the numbers of the sets that have members.
    pub(in crate::extract) fn sets(&self) -> Vec<usize> {
        (0..self.members.len())
            .filter(|&set| !self.members[set].is_empty())
            .collect()
    }
}

fn classes_agree(a: Class, b: Class) -> bool {
    if a == b || a == Class::Abstract || b == Class::Abstract {
        return true;
    }
    let body = |class: Class| {
        matches!(
            class,
            Class::Organization | Class::ArmedGroup | Class::Group | Class::Actor
        )
    };
    if body(a) && body(b) {
        return true;
    }
    if a.is_place() && b.is_place() {
        return true;
    }
    if (a == Class::Actor && b.is_actor()) || (b == Class::Actor && a.is_actor()) {
        return true;
    }
    // A newsgroup or website acts, too.
    matches!(
        (a, b),
        (Class::Organization, Class::Facility) | (Class::Facility, Class::Organization)
    )
}
