"""What people judge and what is tried: campaigns with their items and answers, experiments."""

from evaluation.models.assignment import Assignment, Remark
from evaluation.models.campaign import Campaign, CampaignCriterion
from evaluation.models.event import CampaignEvent
from evaluation.models.experiment import Experiment, ExperimentResult
from evaluation.models.item import Item

__all__ = [
    "Assignment",
    "Campaign",
    "CampaignCriterion",
    "CampaignEvent",
    "Experiment",
    "ExperimentResult",
    "Item",
    "Remark",
]
