"""What is typed about datasets, populations and enquiries."""

from dueregard.monitoring.forms.benchmarks import POPULATION_MEGABYTES, AreaForm, BenchmarkForm
from dueregard.monitoring.forms.enquiries import (
    CloseEnquiryForm,
    FindingForm,
    NameActionForm,
    OpenEnquiryForm,
    OwnerForm,
    ReopenEnquiryForm,
)
from dueregard.monitoring.forms.files import ColumnsForm, MeaningsForm, UploadForm
from dueregard.monitoring.forms.loading import LoadForm, PairsForm
from dueregard.monitoring.forms.retention import ObjectionForm, RetentionForm
from dueregard.monitoring.forms.trends import BreakForm

__all__ = [
    "POPULATION_MEGABYTES",
    "AreaForm",
    "BenchmarkForm",
    "BreakForm",
    "CloseEnquiryForm",
    "ColumnsForm",
    "FindingForm",
    "LoadForm",
    "MeaningsForm",
    "NameActionForm",
    "ObjectionForm",
    "OpenEnquiryForm",
    "OwnerForm",
    "PairsForm",
    "ReopenEnquiryForm",
    "RetentionForm",
    "UploadForm",
]
